import { expect, it } from "vitest";
import type { DecisionPage, DecisionRow } from "@/lib/contracts/runs";
import { decisionKey } from "./filter";
import { lastKey, lastSettledKey, mergeRows } from "./merge-rows";

const row = (
  version: number,
  seq: number,
  status: DecisionRow["status"] = "valid",
): DecisionRow => ({
  version,
  seq,
  round: 1,
  phase: "speak",
  agentType: "Voter",
  agent: `Voter-${String(seq)}`,
  kind: "action",
  about: null,
  action: "post",
  status,
  reason: null,
  values: {},
  latencyMs: 1,
  score: null,
  hasRewrite: false,
  names: {},
});
const page = (...rows: DecisionRow[]): DecisionPage => ({
  rows,
  next: null,
  total: rows.length,
  atLeast: false,
});
const places = (pages: DecisionPage[]) => pages.map(({ rows }) => rows.map(decisionKey));

const shown = [page(row(1, 0), row(1, 1)), page(row(2, 5), row(2, 3))];

it("continues after the last row of the run, whatever the order on screen", () => {
  expect(lastKey(shown)).toBe("2.5");
  expect(lastKey([page()])).toBeUndefined();
});

it("finds the last row that can no longer change", () => {
  expect(lastSettledKey(shown, 2)).toBe("1.1");
  expect(lastSettledKey(shown, 1)).toBeUndefined();
});

it("updates rows in place and appends new ones", () => {
  const merged = mergeRows(shown, [row(2, 3, "rejected"), row(2, 4), row(2, 5), row(2, 6)], {
    total: 6,
    atLeast: true,
  });
  expect(places(merged)).toEqual([
    ["1.0", "1.1"],
    ["2.5", "2.3", "2.4", "2.6"],
  ]);
  expect(merged[1]?.rows[1]?.status).toBe("rejected");
  expect(merged.map(({ total, atLeast }) => [total, atLeast])).toEqual([
    [6, true],
    [6, true],
  ]);
});

it("starts with the first rows fetched", () => {
  expect(places(mergeRows([page()], [row(1, 0)], { total: 1, atLeast: false }))).toEqual([["1.0"]]);
});
