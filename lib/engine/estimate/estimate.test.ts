import { beforeAll, describe, expect, it } from "vitest";
import { sampleTable } from "@/lib/domain/gallery/samples";
import { templates } from "@/lib/domain/gallery";
import { type ParameterValues, parseScenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario } from "../run/compile-scenario";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";
import { countTokens, loadTokenTable } from "../tokens/token-table";
import type { DryRun, DryRunOptions } from "./contract";
import { dryRun } from "./dry-run";
import { extrapolate } from "./extrapolate";
import { NEUTRAL_PROFILE, createAnswerSampler } from "./sample-answers";
import { PromptCounter } from "./step-count";

beforeAll(() => loadTokenTable());

const sampleAnswer = createAnswerSampler(NEUTRAL_PROFILE);

const compiledOf = (document: ScenarioDocument) => {
  const parsed = parseScenario(document);
  if (!parsed.ok) throw new Error("a template does not parse");
  return compileScenario(parsed.scenario);
};

const samples = Object.fromEntries(["movies", "ratings"].map((name) => [name, sampleTable(name)!]));

function play(
  document: ScenarioDocument,
  parameters: ParameterValues,
  options: Partial<DryRunOptions> & { readonly rounds?: number } = {},
): DryRun {
  const { rounds, ...rest } = options;
  const simulation = openSimulation(compiledOf(document), {
    parameters,
    seed: 11,
    datasets: samples,
    ...(rounds !== undefined && { rounds }),
  });
  const playing = dryRun(simulation, { shouldContinue: () => true, ...rest });
  for (let next = playing.next(); ; next = playing.next()) if (next.done) return next.value;
}

/** Counts calls and tokens of a full run with sample answers. */
async function actual(document: ScenarioDocument, parameters: ParameterValues, rounds?: number) {
  const counter = new PromptCounter();
  const sums = { calls: 0, promptTokens: 0, completionTokens: 0 };
  await simulate(
    openSimulation(compiledOf(document), {
      parameters,
      seed: 11,
      datasets: samples,
      ...(rounds !== undefined && { rounds }),
    }),
    (request) => {
      const text = sampleAnswer(request.schema?.schema ?? {}, request.seed);
      sums.calls += 1;
      sums.promptTokens += counter.count(request);
      sums.completionTokens += countTokens(text);
      return text;
    },
  );
  return sums;
}

const totals = (run: DryRun) => {
  const { lines } = extrapolate(run);
  const sum = (of: "calls" | "promptTokens" | "completionTokens"): number =>
    lines.reduce((all, line) => all + line[of], 0);
  return {
    calls: sum("calls"),
    promptTokens: sum("promptTokens"),
    completionTokens: sum("completionTokens"),
  };
};

/** Reduced population and rounds for large templates; the estimate is computed in the same way. */
const SMALL_POPULATION = 12;
const small = (document: ScenarioDocument): ParameterValues =>
  Object.fromEntries(
    Object.entries(document.parameters ?? {}).flatMap(([name, parameter]) =>
      parameter.type === "integer"
        ? [[name, Math.min(parameter.default, Math.max(parameter.min ?? 1, SMALL_POPULATION))]]
        : [],
    ),
  );

const ROUNDS = 2;

describe("a complete dry run", () => {
  it.each(templates().map((document) => [document.name, document] as const))(
    "counts as many calls as a real run, and tokens within 10%: %s",
    async (_, document) => {
      const parameters = small(document);
      const real = await actual(document, parameters, ROUNDS);
      const run = play(document, parameters, { rounds: ROUNDS, prompts: 20 });
      const estimate = totals(run);
      expect(real.calls).toBeGreaterThan(0);
      expect([estimate.calls, run.rough]).toEqual([real.calls, false]);
      expect(estimate.promptTokens / real.promptTokens).toBeGreaterThan(0.9);
      expect(estimate.promptTokens / real.promptTokens).toBeLessThan(1.1);
      expect(estimate.completionTokens / real.completionTokens).toBeGreaterThan(0.9);
      expect(estimate.completionTokens / real.completionTokens).toBeLessThan(1.1);
    },
  );
});

const document = templates()[0]!;
const voters = { voters: 24 };

describe("an incomplete dry run", () => {
  it("extrapolates the rounds it did not run", async () => {
    const real = await actual(document, voters, 12);
    let asked = 0;
    const run = play(document, voters, {
      rounds: 12,
      prompts: 20,
      shouldContinue: () => (asked += 1) < 280,
    });
    expect(run.rough).toBe(false);
    expect(run.played.length - 1).toBeLessThan(10);
    const estimate = totals(run);
    expect(Math.abs(estimate.calls / real.calls - 1)).toBeLessThan(0.1);
    expect(Math.abs(estimate.promptTokens / real.promptTokens - 1)).toBeLessThan(0.15);
    expect(Math.abs(estimate.completionTokens / real.completionTokens - 1)).toBeLessThan(0.1);
  });

  it("is marked as rough without time for a round, and still counts every phase", async () => {
    const real = await actual(document, voters, 3);
    const run = play(document, voters, { rounds: 3, prompts: 20, shouldContinue: () => false });
    expect(run.rough).toBe(true);
    expect(run.played.map(({ round }) => round)).toEqual([0, 1]);
    const estimate = totals(run);
    expect(Math.abs(estimate.calls / real.calls - 1)).toBeLessThan(0.35);
    expect(Math.abs(estimate.promptTokens / real.promptTokens - 1)).toBeLessThan(0.4);
  });
});

describe("recorded answers", () => {
  it("replace sample answers where they match", () => {
    const usual = totals(play(document, voters, { rounds: 2 }));
    const run = play(document, voters, {
      rounds: 2,
      answers: (phase) => (phase === "speak" ? [{ text: "No." }] : [{ nothing: "that fits" }]),
    });
    const briefly = totals(run);
    const spoken = (of: DryRun) => extrapolate(of).lines.find(({ phase }) => phase === "speak")!;
    expect(spoken(run).completionTokens / spoken(run).calls).toBeLessThan(8);
    expect(briefly.calls).toBeGreaterThan(0.9 * usual.calls);
    // Prompts contain the texts of others, so short answers make prompts shorter.
    expect(briefly.promptTokens).toBeLessThan(usual.promptTokens);
  });
});

it("yields every few decisions", () => {
  const playing = dryRun(
    openSimulation(compiledOf(document), { parameters: voters, seed: 11, rounds: 1 }),
    { shouldContinue: () => true },
  );
  let times = 0;
  for (let next = playing.next(); next.done !== true; next = playing.next()) times += 1;
  expect(times).toBeGreaterThan(8);
});
