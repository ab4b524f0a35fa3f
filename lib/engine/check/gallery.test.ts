import { describe, expect, it } from "vitest";
import { template, templates } from "@/lib/domain/gallery";
import { describeProblem, parseScenario, parseScenarioText } from "@/lib/domain/scenario";
import { compileScenario } from "../run/compile";
import { plausibleAnswer } from "../run/fixtures/answers";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";
import { checkScenario, unsupportedParts } from "./index";

const read = (name: string) => {
  const parsed = parseScenario(template(name));
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join("\n"));
  return parsed.scenario;
};

const run = (name: string, parameters: Record<string, number | boolean>, rounds: number) =>
  simulate(openSimulation(compileScenario(read(name)), { parameters, seed: 1, rounds }), plausibleAnswer);

describe.each(templates().map(({ name }) => name))("the template %s", (name) => {
  it("is sound, and uses only what the engine runs", () => {
    const scenario = read(name);
    expect([...checkScenario(scenario), ...unsupportedParts(scenario)].map(describeProblem)).toEqual([]);
  });

  it("survives being written to a file and read again", () => {
    const parsed = parseScenarioText(JSON.stringify(template(name), null, 2));
    expect(parsed).toEqual({ ok: true, scenario: read(name) });
  });

  it("tells a newcomer what it is, what it is based on and what to ask of it", () => {
    const { description, literature, questions, parameters, measures } = read(name);
    expect(description?.length).toBeGreaterThan(200);
    expect(literature?.length).toBeGreaterThanOrEqual(2);
    expect(questions).toHaveLength(3);
    for (const { label } of [...Object.values(parameters), ...Object.values(measures)]) expect(label).toBeTruthy();
  });
});

describe("the gallery", () => {
  it("gives every measure of the opinion dynamics a value in every round", async () => {
    const { commits } = await run("opinion-dynamics", { voters: 40, debate: true }, 4);
    const measures = commits.flatMap((commit) => commit.measures);
    expect(measures.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(new Set(measures.map(({ round }) => round))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(commits.some((commit) => commit.memories.some(({ text }) => text.includes("televised debate")))).toBe(true);
  });

  it("compares the arms of the survey, and leaves out who gave no usable answer", async () => {
    const { commits, decisions } = await run("survey-experiment", { respondents: 60 }, 1);
    expect(decisions).toHaveLength(120);
    const measures = new Map(commits.at(-1)?.measures.map((measure) => [measure.name, measure]));
    expect([...measures.values()].filter(({ problem }) => problem !== undefined)).toEqual([]);
    const value = (name: string): number => measures.get(name)?.value ?? Number.NaN;
    expect(value("answered")).toBe(1);
    expect(value("effect")).toBeCloseTo(value("supportGain") - value("supportCost"), 10);

    const silent = await simulate(openSimulation(compileScenario(read("survey-experiment")), { parameters: { respondents: 20 }, seed: 1 }), () => Promise.resolve("no"));
    const none = new Map(silent.commits.at(-1)?.measures.map((measure) => [measure.name, measure.value]));
    expect([none.get("answered"), none.get("supportGain"), none.get("inFavour")]).toEqual([0, null, null]);
  });

  it("shows each respondent one frame, and never the name of the arm", async () => {
    const prompts: string[] = [];
    const simulation = openSimulation(compileScenario(read("survey-experiment")), { parameters: { respondents: 40 }, seed: 1 });
    await simulate(simulation, (request) => {
      prompts.push(request.messages.map(({ content }) => content).join("\n"));
      return plausibleAnswer(request);
    });
    const [gain, cost] = ["Doctors expect", "Shopkeepers warn"].map((text) => prompts.filter((prompt) => prompt.includes(text)).length);
    expect((gain ?? 0) + (cost ?? 0)).toBe(40);
    expect(Math.min(gain ?? 0, cost ?? 0)).toBeGreaterThan(8);
    for (const prompt of prompts) expect(prompt).not.toMatch(/frame|\barm\b|treatment|control/i);
  });
});
