import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { makeTemplateSummary } from "@/components/testing/fixtures/scenarios";
import { Gallery } from "./gallery";

const TEMPLATES = [
  makeTemplateSummary(),
  makeTemplateSummary({
    name: "market",
    title: "Job market",
    summary: "Firms hire.",
    rounds: "param.rounds",
    phases: 3,
    measures: ["a", "b", "c", "d", "e", "f"],
  }),
  makeTemplateSummary({ name: "empty", title: "No measures", measures: [] }),
];
const titles = () => screen.queryAllByRole("heading").map(({ textContent }) => textContent);

describe("Gallery", () => {
  test("shows a card per template, whose title opens it", async () => {
    const { user, router } = renderInApp(<Gallery templates={TEMPLATES} />);
    expect(titles()).toEqual(["Small debate", "Job market", "No measures"]);
    expect(screen.getByText("3 phases per round, rounds set by parameters")).toBeDefined();
    expect(screen.getByText("a; b; c; d; and 2 more")).toBeDefined();
    expect(screen.getAllByText("1 phase per round, 2 rounds")).toHaveLength(2);
    expect(screen.getByText("none")).toBeDefined();
    await expectAccessible();
    await user.click(screen.getByRole("link", { name: "Job market" }));
    expect(router.current()).toBe("/scenarios/market");
  });

  test("finds templates by all words of a search, in any part", async () => {
    const { user } = renderInApp(<Gallery templates={TEMPLATES} />);
    const search = screen.getByRole("searchbox", { name: "Search templates" });
    await user.type(search, "firms MARKET");
    expect(titles()).toEqual(["Job market"]);
    await user.type(search, " debate");
    expect(screen.getByText("No templates match")).toBeDefined();
    await user.click(screen.getAllByRole("button", { name: "Clear search" })[1]!);
    expect(titles()).toHaveLength(3);
  });

  test("an empty gallery says what one can do instead", async () => {
    renderInApp(<Gallery templates={[]} />);
    expect(screen.getByText("You can still import a scenario file.")).toBeDefined();
    await expectAccessible();
  });
});
