import { expect, it } from "vitest";
import { EMPTY_INTERVENTION } from "@/components/interventions";
import { forkRounds, defaultForkRound, parseForkForm, type ForkForm } from "./fork-form";

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
const population = {
  types: [{ name: "Voter", label: "Voter", attributes: [] }],
  questionnaires: [],
};

it("lists the rounds that have started, and the one after the end", () => {
  expect(forkRounds(going)).toEqual([3, 2, 1]);
  expect(forkRounds(over)[0]).toBe(7);
  expect([
    defaultForkRound(going),
    defaultForkRound(over),
    defaultForkRound({ from: null, continueAt: null, rounds: 6 }),
  ]).toEqual([3, 6, null]);
});

it("sends only what differs", () => {
  expect(parseForkForm(form({}), going, population)).toEqual({ ok: true, input: { round: 3 } });
  expect(
    parseForkForm(
      form({ round: 2, rounds: 6, models: { default: { group: "small" } } }),
      going,
      population,
    ),
  ).toEqual({ ok: true, input: { round: 2, models: { default: { group: "small" } } } });
  expect(parseForkForm(form({ round: 7, rounds: 9 }), over, population)).toEqual({
    ok: true,
    input: { round: 7, rounds: 9 },
  });
});

it("requires more rounds to continue after the end", () => {
  expect(parseForkForm(form({ round: 7 }), over, population)).toMatchObject({
    ok: false,
    problems: [{ pointer: "/rounds" }],
  });
  expect(parseForkForm(form({ rounds: 2.5 }), going, population)).toMatchObject({
    ok: false,
    problems: [{ pointer: "/rounds" }],
  });
  expect(parseForkForm(form({}), { ...going, from: null }, population)).toMatchObject({
    ok: false,
    problems: [{ pointer: "/round" }],
  });
});

it("includes an intervention, or reports its problems", () => {
  const message = { ...EMPTY_INTERVENTION, agentType: "Voter", text: "x" };
  expect(
    parseForkForm(form({ change: "intervention", intervention: message }), going, population),
  ).toMatchObject({
    ok: true,
    input: { intervention: { effects: [{ tell: "Voter", text: "x" }] } },
  });
  expect(parseForkForm(form({ change: "intervention" }), going, population)).toMatchObject({
    ok: false,
    problems: [{ pointer: "/agentType" }],
  });
  expect(parseForkForm(form({ intervention: message }), going, population)).toEqual({
    ok: true,
    input: { round: 3 },
  });
});
