import { screen } from "@testing-library/react";

/** Finds a toast by its title or description, apart from the copy that screen readers announce. */
export const findToast = (text: string): Promise<HTMLElement> =>
  screen.findByText(text, { selector: "li *" });
