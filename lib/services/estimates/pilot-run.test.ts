import { beforeAll, describe, expect, it } from "vitest";
import { templates } from "@/lib/domain/gallery";
import { type ParameterValues, parseScenario } from "@/lib/domain/scenario";
import { compileScenario, loadTokenTable } from "@/lib/engine";
import { type PilotInput, pilotRun } from "./pilot-run";

beforeAll(() => loadTokenTable());

function piece(template: string, parameters: ParameterValues, rounds: number): PilotInput {
  const parsed = parseScenario(templates().find(({ name }) => name === template));
  if (!parsed.ok) throw new Error("a template does not parse");
  const { scenario } = parsed;
  const usual = Object.fromEntries(
    Object.entries(scenario.parameters).map(([name, parameter]) => [name, parameter.default]),
  );
  return {
    scenario,
    compiled: compileScenario(scenario),
    parameters: { ...usual, ...parameters },
    rounds,
    seed: 3,
    datasets: {},
    answers: () => [],
    isOnRecord: false,
    embeds: false,
  };
}

/** More than is ever needed, so that the result does not depend on the machine. */
const AMPLE = 60_000;

const never = new AbortController().signal;

const callsOf = (pilot: Awaited<ReturnType<typeof pilotRun>>): readonly number[] =>
  pilot.plays.map(({ lines }) => lines.reduce((sum, { calls }) => sum + calls, 0));

describe("a pilot run", () => {
  it("scales a few agents to 100,000 where all are asked equally often", async () => {
    const pilot = await pilotRun(
      piece("survey-experiment", { respondents: 100_000 }, 2),
      never,
      AMPLE,
    );
    expect(pilot.share).toBeLessThan(0.01);
    for (const calls of callsOf(pilot)) expect(Math.abs(calls / 300_000 - 1)).toBeLessThan(0.01);
  });

  it("spans low and high use where events depend on answers", async () => {
    const calls = callsOf(await pilotRun(piece("rumour", {}, 6), never, AMPLE));
    expect(Math.max(...calls)).toBeGreaterThan(5 * Math.min(...calls));
  });

  it("ends when its signal aborts", async () => {
    const abort = new AbortController();
    abort.abort(new Error("the form has changed"));
    await expect(pilotRun(piece("opinion-dynamics", {}, 6), abort.signal)).rejects.toThrow(
      "the form has changed",
    );
  });
});
