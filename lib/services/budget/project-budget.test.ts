import { expect, it } from "vitest";
import { ZERO } from "./amount";
import { exhaustedMessage } from "./budget-exhausted";
import { couldEverFit, grant } from "./grant";
import type { BudgetState, BudgetUse } from "./ports";

const use = (tokens: number | null, spent = 0, reserved = 0): BudgetUse => ({
  budget: { tokens, money: null },
  spent: { tokens: spent, money: 0 },
  reserved: { tokens: reserved, money: 0 },
});
const state = (study: BudgetUse, project: BudgetUse): BudgetState => ({ ...study, project });
const call = (tokens: number) => ({ tokens, money: 0 });
const request = (minimum: number) => ({
  keep: ZERO,
  minimum: call(minimum),
  wanted: call(100_000),
});

it("grants no more than a part of what the tighter of the two budgets leaves", () => {
  expect(grant(state(use(1_000), use(400)), request(10))?.tokens).toBe(100);
  expect(grant(state(use(400), use(1_000)), request(10))?.tokens).toBe(100);
  expect(grant(state(use(null), use(400)), request(10))?.tokens).toBe(100);
  expect(grant(state(use(1_000), use(400, 350, 45)), request(10))).toBeNull();
  expect(grant(state(use(100, 95), use(1_000)), request(10))).toBeNull();
});

it("waits while other studies hold what is missing, and gives up when nothing helps", () => {
  expect(couldEverFit(state(use(null), use(400, 350, 45)), call(10))).toBe(true);
  expect(couldEverFit(state(use(null), use(400, 395)), call(10))).toBe(false);
  expect(couldEverFit(state(use(100, 95), use(400)), call(10))).toBe(false);
});

it("says which budget leaves no room", () => {
  expect(exhaustedMessage(state(use(null), use(400, 395)), call(10))).toBe(
    "The budget of the project leaves no room for the next call: 395 of 400 tokens are spent, 5 " +
      "are left, and the next call could use up to 10. It is shared by all studies of the " +
      "project. An owner can raise it in Settings, Project; then resume.",
  );
  expect(exhaustedMessage(state(use(100, 95), use(400, 395)), call(10))).toMatch(
    /^The budget of the study leaves no room .* Raise the budget on the study's page/,
  );
});
