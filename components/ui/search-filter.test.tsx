import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { SearchFilter } from "./search-filter";

const field = () => screen.getByRole<HTMLInputElement>("searchbox", { name: "Search runs" });
const filter = (text: string, onChange: (text: string) => void) => (
  <SearchFilter label="Search runs" text={text} onChange={onChange} />
);

test("reports a text once, when it is typed", async () => {
  const onChange = vi.fn();
  const { user } = renderInApp(filter("", onChange));
  await user.type(field(), "tax");
  expect(field().value).toBe("tax");
  await waitFor(() => expect(onChange).toHaveBeenLastCalledWith("tax"));
  await expectAccessible();
});

test("follows a change from outside, but not its own report", async () => {
  const onChange = vi.fn();
  const { user, rerender } = renderInApp(filter("tax", onChange));
  await user.type(field(), "es");
  await waitFor(() => expect(onChange).toHaveBeenCalledWith("taxes"));
  await user.type(field(), "!");
  rerender(filter("taxes", onChange));
  expect(field().value).toBe("taxes!");
  rerender(filter("", onChange));
  expect(field().value).toBe("");
});
