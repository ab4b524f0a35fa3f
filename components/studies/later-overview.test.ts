import { expect, it } from "vitest";
import { makeStudy } from "@/components/testing/fixtures/runs";
import type { StudyOverview } from "@/lib/contracts/study-overview";
import { laterOverview } from "./later-overview";

const AMOUNTS = {
  calls: 0,
  promptTokens: 0,
  completionTokens: 0,
  embeddingTokens: 0,
  cost: null,
  seconds: 0,
};
const overview = (version: number, spentTokens = 0): StudyOverview => ({
  version,
  study: makeStudy([]),
  budget: {
    tokens: null,
    money: null,
    spentTokens,
    spentMoney: 0,
    heldTokens: 0,
    heldMoney: 0,
    project: null,
  },
  use: { estimate: null, low: null, high: null, actual: AMOUNTS, over: false },
});

it("an answer that a later one overtook changes nothing", () => {
  const known = overview(20);
  expect(laterOverview(known, overview(15))).toBe(known);
});

it("a later answer replaces it, and so does one after the same steps, with other use", () => {
  const first = overview(10);
  expect(laterOverview(undefined, first)).toBe(first);
  const next = overview(11);
  expect(laterOverview(first, next)).toBe(next);
  const spent = overview(11, 50);
  expect(laterOverview(next, spent)).toBe(spent);
});
