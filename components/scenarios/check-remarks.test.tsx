import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { CheckRemarks } from "./check-remarks";

test("lists warnings and what becomes public, each with its place", async () => {
  const { user } = renderInApp(
    <CheckRemarks
      warnings={[{ pointer: "/views/feed", message: "Nothing uses the view `feed`." }]}
      revelations={[
        { pointer: "/actions/ask/inputs/whom/options", attributes: ["Colleague.minutes"] },
        { pointer: "/phases/0/rules/0/to", attributes: ["Order.price", "Order.side"] },
      ]}
    />,
  );
  expect(screen.getByText("1 warning")).toBeDefined();
  const warnings = within(screen.getByRole("list", { name: "Warnings" }));
  expect(warnings.getByText("/views/feed")).toBeDefined();
  await user.click(screen.getByText("2 places where private attributes become public"));
  const places = within(screen.getByRole("list", { name: "Private attributes made public" }));
  expect(places.getByText("Colleague.minutes")).toBeDefined();
  expect(places.getByText("Order.price, Order.side")).toBeDefined();
  await expectAccessible();
});

test("shows nothing where there is nothing to say", () => {
  renderInApp(<CheckRemarks warnings={[]} revelations={[]} />);
  expect(screen.queryByRole("list", { name: "Warnings" })).toBeNull();
  expect(screen.queryByText(/private attributes become public/)).toBeNull();
});
