import { screen } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import FramedErrorPage from "../(app)/error";
import FramedNotFound from "../(app)/not-found";
import RootErrorPage from "../error";
import RootNotFound from "../not-found";

describe("pages of errors", () => {
  test.each([
    ["in the shell", FramedErrorPage],
    ["without the shell", RootErrorPage],
  ])("%s, say that data are safe and where to find details", async (_, ErrorPage) => {
    const reset = vi.fn();
    const error = Object.assign(new Error("secret stack"), { digest: "4711" });
    const { user } = renderInApp(<ErrorPage error={error} reset={reset} />);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe(
      "This page could not be shown",
    );
    expect(screen.getByText(/Your saved work is safe/).textContent).toContain("for 4711.");
    expect(document.body.textContent).not.toContain("secret");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(reset).toHaveBeenCalledTimes(1);
  });

  test.each([
    ["in the shell", FramedNotFound],
    ["without the shell", RootNotFound],
  ])("%s, do not reveal whether something is missing or forbidden", async (_, NotFound) => {
    const { user, router } = renderInApp(<NotFound />);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Page not found");
    expect(screen.getByText(/does not exist.* or you do not have access/)).toBeDefined();
    await expectAccessible();
    await user.click(screen.getByRole("link", { name: "Go to the start page" }));
    expect(router.current()).toBe("/");
  });
});
