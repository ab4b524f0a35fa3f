import { describe, expect, it } from "vitest";
import { templates } from "@/lib/domain/gallery";
import { type ParameterValues, parseScenario, type Scenario } from "@/lib/domain/scenario";
import type { RunEstimate } from "./extrapolate";
import { scaleUpEstimate, scaleDownScenario } from "./scaled-scenario";

function scenarioOf(name: string): {
  readonly scenario: Scenario;
  readonly parameters: ParameterValues;
} {
  const parsed = parseScenario(templates().find((document) => document.name === name));
  if (!parsed.ok) throw new Error("a template does not parse");
  return {
    scenario: parsed.scenario,
    parameters: Object.fromEntries(
      Object.entries(parsed.scenario.parameters).map(([key, parameter]) => [
        key,
        parameter.default,
      ]),
    ),
  };
}

const size = { agents: 144, enough: 240 };

describe("scaling a scenario down", () => {
  it("reduces the parameter that determines the number of agents", () => {
    const { scenario, parameters } = scenarioOf("opinion-dynamics");
    const smaller = scaleDownScenario({
      scenario,
      parameters: { ...parameters, voters: 100_000 },
      datasets: {},
      target: size,
    });
    expect(smaller).toMatchObject({ parameters: { ...parameters, voters: 144 }, share: 0.00144 });
  });

  it("keeps the size of groups and reduces their number", () => {
    const { scenario, parameters } = scenarioOf("group-discussion");
    const smaller = scaleDownScenario({
      scenario,
      parameters: { ...parameters, groups: 20_000, size: 6 },
      datasets: {},
      target: size,
    });
    expect(smaller?.parameters).toMatchObject({ groups: 24, size: 6 });
    expect(smaller?.share).toBeCloseTo(24 / 20_000, 9);
  });

  it("accepts a numeric count and keeps small types unchanged", () => {
    const { scenario, parameters } = scenarioOf("opinion-dynamics");
    const [type = "", settings] = Object.entries(scenario.agents)[0] ?? [];
    const fixed = {
      ...scenario,
      agents: { [type]: { ...settings, count: 6_000 }, Judge: { ...settings, count: 5 } },
    } as Scenario;
    const smaller = scaleDownScenario({ scenario: fixed, parameters, datasets: {}, target: size });
    expect(Object.values(smaller?.scenario.agents ?? {}).map(({ count }) => count)).toEqual([
      144, 5,
    ]);
    expect(smaller?.share).toBeCloseTo(144 / 6_000, 9);
  });

  it("returns null for few agents", () => {
    const { scenario, parameters } = scenarioOf("opinion-dynamics");
    expect(
      scaleDownScenario({
        scenario,
        parameters: { ...parameters, voters: 240 },
        datasets: {},
        target: size,
      }),
    ).toBeNull();
  });
});

describe("scaling an estimate up", () => {
  const play = (voters: number, judges: number, steps: number): RunEstimate => ({
    lines: [["vote", voters] as const, ["judge", judges] as const].map(([phase, calls]) => ({
      phase,
      label: phase,
      group: "default",
      decisions: calls,
      calls,
      promptTokens: calls * 300,
      completionTokens: calls * 20,
      embeddingTokens: 0,
    })),
    steps: [
      { calls: (voters + judges) / steps, times: steps },
      { calls: 0, times: 3 },
    ],
  });
  const sizes = { share: 0.01, half: 0.5 };
  const callsOf = ({ lines }: RunEstimate) => lines.map(({ calls }) => calls);

  it("scales phases by their growth between two dry runs", () => {
    const whole = scaleUpEstimate(play(400, 5, 1), play(205, 5, 1), sizes);
    expect(callsOf(whole)).toEqual([40_000, 5]);
    expect(whole.lines[0]?.promptTokens).toBe(40_000 * 300);
    expect(whole.steps.reduce((sum, { calls, times }) => sum + calls * times, 0)).toBeCloseTo(
      40_005,
      5,
    );
    expect(whole.steps.map(({ times }) => times)).toEqual([1, 3]);
  });

  it("scales the number of steps if agents decide one after the other", () => {
    const whole = scaleUpEstimate(play(400, 0, 400), play(200, 0, 200), sizes);
    expect(whole.steps.map(({ calls, times }) => [Math.round(calls), Math.round(times)])).toEqual([
      [1, 40_000],
      [0, 3],
    ]);
  });

  it("scales everything in proportion without a second dry run", () =>
    expect(callsOf(scaleUpEstimate(play(400, 5, 1), null, sizes))).toEqual([40_000, 500]));
});
