import { expect, it } from "vitest";
import { EMPTY_INTERVENTION } from "@/components/interventions";
import { forkRounds, proposedRound, readFork, type ForkForm } from "./fork-form";

const form = (change: Partial<ForkForm>): ForkForm => ({
  round: null,
  rounds: null,
  change: "none",
  intervention: EMPTY_INTERVENTION,
  models: {},
  ...change,
});
const going = { from: { first: 1, last: 3 }, continueAt: null, rounds: 6 };
const over = { from: { first: 1, last: 6 }, continueAt: 7, rounds: 6 };
const cast = { types: [{ name: "Voter", label: "Voter", attributes: [] }], questionnaires: [] };

it("offers the rounds that have begun, and the one after the end", () => {
  expect(forkRounds(going)).toEqual([3, 2, 1]);
  expect(forkRounds(over)[0]).toBe(7);
  expect([
    proposedRound(going),
    proposedRound(over),
    proposedRound({ from: null, continueAt: null, rounds: 6 }),
  ]).toEqual([3, 6, null]);
});

it("sends only what differs", () => {
  expect(readFork(form({}), going, cast)).toEqual({ ok: true, input: { round: 3 } });
  expect(
    readFork(form({ round: 2, rounds: 6, models: { default: { group: "small" } } }), going, cast),
  ).toEqual({ ok: true, input: { round: 2, models: { default: { group: "small" } } } });
  expect(readFork(form({ round: 7, rounds: 9 }), over, cast)).toEqual({
    ok: true,
    input: { round: 7, rounds: 9 },
  });
});

it("needs a round beyond the end to have more rounds", () => {
  expect(readFork(form({ round: 7 }), over, cast)).toMatchObject({
    ok: false,
    problems: [{ pointer: "/rounds" }],
  });
  expect(readFork(form({ rounds: 2.5 }), going, cast)).toMatchObject({
    ok: false,
    problems: [{ pointer: "/rounds" }],
  });
  expect(readFork(form({}), { ...going, from: null }, cast)).toMatchObject({
    ok: false,
    problems: [{ pointer: "/round" }],
  });
});

it("takes an intervention along, or says what is wrong with it", () => {
  const told = { ...EMPTY_INTERVENTION, agentType: "Voter", text: "x" };
  expect(readFork(form({ change: "intervention", intervention: told }), going, cast)).toMatchObject(
    { ok: true, input: { intervention: { effects: [{ tell: "Voter", text: "x" }] } } },
  );
  expect(readFork(form({ change: "intervention" }), going, cast)).toMatchObject({
    ok: false,
    problems: [{ pointer: "/agentType" }],
  });
  expect(readFork(form({ intervention: told }), going, cast)).toEqual({
    ok: true,
    input: { round: 3 },
  });
});
