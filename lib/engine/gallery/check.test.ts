import { describe, expect, it } from "vitest";
import { findTemplate, templates } from "@/lib/domain/gallery";
import { describeProblem, parseScenario, readDocumentText } from "@/lib/domain/scenario";
import { checkScenario, compileScenario } from "../run/compile-scenario";
import { plausibleAnswer } from "../run/fixtures/answers";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

const read = (name: string) => {
  const parsed = parseScenario(findTemplate(name));
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join("\n"));
  return parsed.scenario;
};

const run = (name: string, parameters: Record<string, number | boolean>, rounds: number) =>
  simulate(
    openSimulation(compileScenario(read(name)), { parameters, seed: 1, rounds }),
    plausibleAnswer,
  );

describe.each(templates().map(({ name }) => name))("the template %s", (name) => {
  it("is valid", () => {
    const scenario = read(name);
    expect(checkScenario(scenario).map(describeProblem)).toEqual([]);
  });

  it("is unchanged after it is written to a file and read", () => {
    const file = readDocumentText(JSON.stringify(findTemplate(name), null, 2));
    const parsed = file.ok ? parseScenario(file.document) : file;
    expect(parsed).toEqual({ ok: true, scenario: read(name) });
  });

  it("describes its purpose, its sources and its limits", () => {
    const { description, literature, questions, parameters, measures } = read(name);
    expect(description?.length).toBeGreaterThan(200);
    expect(literature?.length).toBeGreaterThanOrEqual(2);
    expect(questions).toHaveLength(3);
    for (const { label } of [...Object.values(parameters), ...Object.values(measures)])
      expect(label).toBeTruthy();
  });
});

describe("the gallery", () => {
  it("computes every measure of the opinion dynamics in every round", async () => {
    const { commits } = await run("opinion-dynamics", { voters: 40, debate: true }, 4);
    const measures = commits.flatMap((commit) => commit.measures);
    expect(measures.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(new Set(measures.map(({ round }) => round))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(
      commits.some((commit) =>
        commit.memories.some(({ text }) => text.includes("televised debate")),
      ),
    ).toBe(true);
  });
});
