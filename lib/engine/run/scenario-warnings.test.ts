import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { inspectScenario } from "./compile-scenario";
import { minimal } from "./fixtures/opinion";

/** The warnings about a valid scenario of ten rounds, as pointer and message. */
function warningsOf(parts: Partial<ScenarioDocument>): readonly string[] {
  const { problems, deprecations, warnings } = inspectScenario(minimal({ rounds: 10, ...parts }));
  expect([...problems, ...deprecations]).toEqual([]);
  return warnings.map(({ pointer, message }) => `${pointer}: ${message}`);
}

const phase = (parts: object) =>
  warningsOf({
    parameters: { on: { type: "boolean", default: false } },
    actions: { say: { prompt: "Say something.", inputs: { text: { type: "text" } } } },
    phases: [{ id: "talk", decide: "Person", do: ["say"], ...parts }],
  });

describe("a phase that never happens", () => {
  it.each([
    [{ if: "false" }, "/phases/0/if: The phase `talk` never happens: this is always false."],
    [
      { if: "1 > 2 && param.on" },
      "/phases/0/if: The phase `talk` never happens: this is always false.",
    ],
    [
      { if: "round == 12" },
      "/phases/0/if: The phase `talk` never happens: this is false in each of the 10 rounds of " +
        "the scenario.",
    ],
    [{ where: "2 < 1" }, "/phases/0/where: The phase never happens: this is always false."],
    [{ activation: 0 }, "/phases/0/activation: The phase never happens: this is always false."],
    [
      { activation: "round > 10 ? 0.5 : 0" },
      "/phases/0/activation: The phase never happens: this is false in each of the 10 rounds " +
        "of the scenario.",
    ],
  ])("%j", (parts, warning) => expect(phase(parts)).toEqual([warning]));

  it.each([
    { if: "param.on" },
    { if: "round == 10" },
    { if: "round % 3 == 0" },
    { if: "chance(0)" },
    { where: "self.id == 'x'" },
    { activation: "0.2" },
    { if: "count(Person) > 100" },
  ])("but not one that may: %j", (parts) => expect(phase(parts)).toEqual([]));

  it("or an intervention", () => {
    const interventions = [{ id: "late", at: "round == 11", do: [] }];
    expect(warningsOf({ interventions })).toEqual([
      "/interventions/0/at: The intervention `late` never happens: this is false in each of " +
        "the 10 rounds of the scenario.",
    ]);
    expect(warningsOf({ interventions, rounds: 11 })).toEqual([]);
  });
});

it("a view and an action that nothing uses", () => {
  const parts: Partial<ScenarioDocument> = {
    views: { others: { from: "Person" }, first: { from: "Person", limit: 1 } },
    actions: {
      wave: { prompt: "Wave to {{ view.first.size }}?" },
      nod: { prompt: "Nod?" },
    },
    phases: [{ id: "greet", decide: "Person", do: ["wave"] }],
  };
  expect(warningsOf(parts)).toEqual([
    "/views/others: Nothing uses the view `others`.",
    "/actions/nod: No phase offers the action `nod`.",
  ]);
});

it("a probability outside 0 to 1", () => {
  expect(phase({ activation: "1.5" })).toEqual([
    "/phases/0/activation: A probability lies between 0 and 1, and this is 1.5.",
  ]);
  expect(phase({ where: "chance(30)" })).toEqual([
    "/phases/0/where: A probability lies between 0 and 1, and this is 30.",
  ]);
  expect(phase({ where: "chance(0.3)" })).toEqual([]);
});
