import { screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { makeRun } from "@/components/testing/fixtures/runs";
import { DecisionFilters } from "./decision-filters";
import type { DecisionFilter } from "./filter";

const onChange = vi.fn();

function show(initial: DecisionFilter = {}, mayReview = true) {
  onChange.mockClear();
  function Filters() {
    const [filter, setFilter] = useState(initial);
    return (
      <DecisionFilters
        run={makeRun({ round: 2 }, { mayReview })}
        filter={filter}
        onChange={(change) => {
          onChange(change);
          const next = Object.entries({ ...filter, ...change });
          setFilter(Object.fromEntries(next.filter(([, value]) => value !== undefined)));
        }}
      />
    );
  }
  return renderInApp(<Filters />);
}

const combobox = (name: string) => screen.getByRole("combobox", { name });

test("every filter has a name, and starts without a restriction", async () => {
  show();
  expect(["Round", "Phase", "Status"].map((name) => combobox(name).textContent)).toEqual([
    "All rounds",
    "All phases",
    "All statuses",
  ]);
  expect(screen.getByRole("search", { name: "Filter decisions" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Clear filters" })).toBeNull();
  await expectAccessible();
});

test("selects a round and a phase", async () => {
  const { user } = show();
  combobox("Round").focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("option", { name: "Round 1" }));
  combobox("Phase").focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("option", { name: "Speak" }));
  expect(onChange.mock.calls).toEqual([[{ round: 1 }], [{ phase: "speak" }]]);
});

test("waits for a pause in typing, and trims the ID", async () => {
  const { user } = show();
  await user.type(screen.getByRole("searchbox", { name: "Search agents" }), " Vo ");
  await expect.poll(() => onChange.mock.calls).toEqual([[{ agent: "Vo" }]]);
});

test("clears all filters at once", async () => {
  const { user } = show({ agent: "Voter-1", status: "invalid", reviewed: "yes" });
  expect(screen.getByRole("checkbox", { name: "Reviewed by me", checked: true })).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(screen.getByRole("searchbox", { name: "Search agents" })).toHaveProperty("value", "");
  expect(combobox("Status").textContent).toBe("All statuses");
  expect(screen.getByRole("checkbox", { name: "Reviewed by me", checked: false })).toBeDefined();
});

test("readers cannot filter by their reviews", () => {
  show({}, false);
  expect(screen.queryByRole("checkbox", { name: "Reviewed by me" })).toBeNull();
});
