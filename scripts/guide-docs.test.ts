import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { pollSample } from "@/lib/contracts/polls";
import { sampleTable } from "@/lib/domain/gallery/samples";
import {
  answerInput,
  describeProblem,
  effect,
  generator,
  init,
  memory,
  parsePart,
  parseScenario,
  phase,
  populationModel,
  type ScenarioDocument,
} from "@/lib/domain/scenario";
import {
  checkScenario,
  type Commit,
  compileScenario,
  openSimulation,
  simulate,
} from "@/lib/engine";
import { plausibleAnswer } from "@/lib/engine/run/fixtures/answers";

const GUIDE = new URL("../docs/guide/", import.meta.url);

const PERSON: ScenarioDocument["agents"] = { Person: { count: 5, profile: "" } };

/** The pages whose examples together form one scenario, with the parts that they omit. */
const PAGES: Readonly<Record<string, Partial<ScenarioDocument>>> = {
  "scenarios.md": {},
  "population.md": {},
  "actions.md": {},
  "schedule.md": {},
  "memory.md": { agents: PERSON },
  "data.md": {
    agents: PERSON,
    tables: {
      Movie: {
        dataset: { name: "movies" },
        attributes: { movieId: { type: "integer", init: { column: "movieId" } } },
      },
    },
  },
};

const DATASETS = {
  survey: {
    columns: ["age", "party", "income", "w"],
    rows: [
      ["34", "left", "2100", "1"],
      ["51", "right", "", "2.5"],
    ],
  },
  movies: sampleTable("movies") ?? { columns: [], rows: [] },
  ratings: sampleTable("ratings") ?? { columns: [], rows: [] },
};

const read = (page: string): string => readFileSync(new URL(page, GUIDE), "utf8");
const blocks = (page: string): string[] =>
  [...read(page).matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block.trim());

/** Combines the examples of a page: merges sections, concatenates lists. */
function buildDocument(page: string): ScenarioDocument {
  const whole: Record<string, unknown> = { rounds: 4, phases: [], ...PAGES[page] };
  for (const block of blocks(page).filter((one) => one.startsWith('"'))) {
    for (const [section, part] of Object.entries(
      z.record(z.string(), z.unknown()).parse(JSON.parse(`{${block}}`)),
    ))
      whole[section] = mergeJson(whole[section], part);
  }
  const { phases = [], ...rest } = whole as Partial<ScenarioDocument>;
  const around = {
    schema: "microcosm/scenario/1",
    name: "guide",
    title: "Guide",
    summary: "",
    instructions: "Answer as the person described.",
    rounds: 4,
  } as const;
  return {
    agents: {},
    ...around,
    ...rest,
    phases: phases.length > 0 ? phases : [{ id: "nothing", rules: [] }],
  };
}

function mergeJson(before: unknown, part: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(part))
    return [...(before as unknown[]), ...(part as unknown[])];
  return typeof before === "object" && typeof part === "object" ? { ...before, ...part } : part;
}

describe.each(Object.keys(PAGES))("the examples of %s", (page) => {
  it("form a valid scenario that runs to its end", async () => {
    const parsed = parseScenario(buildDocument(page));
    const problems = parsed.ok ? checkScenario(parsed.scenario) : parsed.problems;
    expect(problems.map(describeProblem)).toEqual([]);
    if (!parsed.ok) return;
    const { commits, decisions } = await simulate(
      openSimulation(compileScenario(parsed.scenario), {
        parameters: {},
        seed: 1,
        datasets: DATASETS,
      }),
      plausibleAnswer,
    );
    const happened = new Set(commits.map(({ step }) => step.key));
    const asked = new Set(decisions.map(({ phase: id }) => id));
    expect(
      parsed.scenario.phases.filter(({ id }) => !happened.has(id)).map(({ id }) => id),
    ).toEqual([]);
    expect(
      parsed.scenario.phases
        .filter((one) => !("rules" in one || "match" in one) && !asked.has(one.id))
        .map(({ id }) => id),
    ).toEqual([]);
    expect(commits.flatMap(measureProblems)).toEqual([]);
    expect(decisions.filter(({ status }) => status === "invalid")).toEqual([]);
  });
});

/** Measures that failed; those without agents have no value. */
const measureProblems = ({ measures }: Commit): string[] =>
  measures.flatMap(({ name, problem }) =>
    problem === undefined || problem === "There is no value." ? [] : [`${name}: ${problem}`],
  );

/** An example that stands alone has one of these kinds. */
const PARTS: Readonly<Record<string, z.ZodType>> = {
  phase,
  effect,
  answerInput,
  generator,
  memory,
  init,
  pollSample,
  populationModel,
  requirement: z.strictObject({ that: z.string(), else: z.string() }),
  next: z.strictObject({ expression: z.string() }),
};

describe("standalone examples", () => {
  const examples = readdirSync(GUIDE)
    .filter((name) => name.endsWith(".md"))
    .flatMap((page) => {
      const within = [...read(page).matchAll(/`(\{"[^`]*\})`/g)].map(([, example = ""]) => example);
      return [...within, ...blocks(page).filter((block) => block.startsWith("{"))].map(
        (example) => [page, example] as const,
      );
    });

  it("are many", () => expect(examples.length).toBeGreaterThan(60));

  it.each(examples)("%s: %s", (_, example) => {
    const json: unknown = JSON.parse(example.replaceAll("[ … ]", "[]").replaceAll("…", "true"));
    const problems = Object.entries(PARTS).map(([name, part]) => ({
      name,
      result: parsePart(part, json),
    }));
    expect(
      problems.some(({ result }) => result.ok),
      JSON.stringify(problems, null, 1),
    ).toBe(true);
  });
});
