import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { makeDecisionRow } from "@/components/testing/fixtures/decisions";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { DecisionRow } from "@/lib/contracts/runs";
import { DecisionTable } from "./decision-table";

const RUN = makeRun({}, { actions: [{ name: "post", label: "Write a post", kind: "action" }] });
const ROWS = [
  makeDecisionRow(1, { score: 4, hasRewrite: true }),
  makeDecisionRow(2, { status: "invalid", reason: "notJson", values: null, latencyMs: 0 }),
];

function show(rows: readonly DecisionRow[] = ROWS, open: string | null = null) {
  const onOpen = vi.fn();
  const rendered = renderInApp(
    <DecisionTable
      run={RUN}
      rows={rows}
      total={rows.length}
      open={open}
      onOpen={onOpen}
      onEndReached={() => undefined}
      empty="No decisions yet"
    />,
  );
  return { ...rendered, onOpen };
}

const row = (agent: string) => screen.getByRole("row", { name: new RegExp(agent) });
const cells = (agent: string) =>
  within(row(agent))
    .getAllByRole("gridcell")
    .map(({ textContent }) => textContent);

test("shows labels instead of names, and why an answer is missing", async () => {
  show();
  expect(cells("Voter-1").slice(1, 5)).toEqual([
    "Speak",
    "Voter-1",
    "Write a post",
    "opinion: 1 · why: because",
  ]);
  expect(cells("Voter-2").slice(4)).toEqual(["notJson", "Invalid", "–", ""]);
  expect(within(row("Voter-1")).getByText("rewritten")).toBeDefined();
  await expectAccessible();
});

test("opens a decision by click and by keyboard", async () => {
  const { user, onOpen } = show();
  await user.click(row("Voter-1"));
  row("Voter-1").focus();
  await user.keyboard("{ArrowDown}");
  await expect.poll(() => document.activeElement).toBe(row("Voter-2"));
  await user.keyboard("{Enter}");
  expect(onOpen.mock.calls).toEqual([["1.1"], ["1.2"]]);
});

test("marks the open decision as selected", () => {
  show(ROWS, "1.2");
  expect(row("Voter-2").getAttribute("aria-selected")).toBe("true");
  expect(row("Voter-1").getAttribute("aria-selected")).toBe("false");
});

test("says so when it is empty", async () => {
  show([]);
  expect(screen.getByRole("gridcell", { name: "No decisions yet" })).toBeDefined();
  await expectAccessible();
});

test("names agents before their ids, also in answers", () => {
  const names = { "Voter-1": "Ada Bell", "Voter-7": "Ben" };
  show([
    makeDecisionRow(1, { names, values: { whom: ["Voter-7", "Voter-9"] } }),
    makeDecisionRow(2, { values: { whom: [] } }),
    makeDecisionRow(3, { values: { whom: null } }),
  ]);
  expect(cells("Ada Bell")[2]).toBe("Ada Bell Voter-1");
  expect(cells("Ada Bell")[4]).toBe("Ben (Voter-7), Voter-9");
  expect(cells("Voter-2").slice(2, 5)).toEqual(["Voter-2", "Write a post", "none of them"]);
  expect(cells("Voter-3")[4]).toBe("no answer");
});
