import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findTemplate } from "@/lib/domain/gallery";
import { describeProblem, parseScenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { checkScenario, compileScenario } from "./compile-scenario";
import { SimulationError } from "../base/errors";
import { plausibleAnswer } from "./fixtures/answers";
import { EVERYTHING } from "./fixtures/everything";
import { openSimulation } from "./simulation";
import { simulate } from "./simulate";

type Tree = { [key: string | number]: unknown };

/** A document of the gallery with a population small enough for many runs. */
function small(name: string, parameter: string): ScenarioDocument {
  const document = structuredClone(findTemplate(name));
  const knob = document?.parameters?.[parameter];
  if (!document || knob?.type !== "integer") throw new Error(`${name} has no ${parameter}`);
  knob.default = 12;
  return document;
}

const DOCUMENTS: readonly (readonly [string, ScenarioDocument])[] = [
  ["everything", EVERYTHING],
  ["opinion-dynamics", small("opinion-dynamics", "voters")],
  ["survey-experiment", small("survey-experiment", "respondents")],
];

/** All locations of a tree that can be changed, as parent and key. */
function places(tree: Tree): (readonly [Tree, string])[] {
  return Object.entries(tree).flatMap(([key, value]) => [
    [tree, key] as const,
    ...(typeof value === "object" && value !== null ? places(value as Tree) : []),
  ]);
}

const VALUES: readonly unknown[] = [
  0,
  -1,
  2.5,
  true,
  "self",
  "1 + 1",
  "'x'",
  "[]",
  "null",
  null,
  [],
  {},
];
const WORD = /[A-Za-z]\w{2,}/g;

type Change = {
  readonly kind: "delete" | "rename" | "replace" | "retype";
  readonly at: number;
  readonly word: number;
  readonly which: number;
};
const changes: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("delete", "rename", "replace", "retype"),
  at: fc.nat(),
  word: fc.nat(),
  which: fc.nat(),
});

/**
 * A copy with one change: a deleted key, a key or a word replaced by another word of the document,
 * or a value of another type.
 */
function changed(document: ScenarioDocument, { kind, at, word, which }: Change): unknown {
  const copy = structuredClone(document) as unknown as Tree;
  const words = [...new Set(JSON.stringify(document).match(WORD))];
  const other = words[word % words.length] ?? "";
  const all = places(copy);
  const [parent, key] = all[at % all.length] ?? [copy, "name"];
  const value = parent[key];
  if (kind === "retype") parent[key] = VALUES[which % VALUES.length];
  else if (kind === "replace" && typeof value === "string") {
    let position = which % Math.max(1, value.match(WORD)?.length ?? 1);
    parent[key] = value.replace(WORD, (found) => (position-- === 0 ? other : found));
  } else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else {
    Reflect.deleteProperty(parent, key);
    if (kind === "rename") parent[other] = value;
  }
  return copy;
}

describe.each(DOCUMENTS)("any single change to %s", (_, document) => {
  it("is reported, or leaves a scenario that compiles and runs", async () => {
    expect(checkScenario(parsed(document)).map(describeProblem)).toEqual([]);
    let sound = 0;
    await fc.assert(
      fc.asyncProperty(changes, async (change) => {
        const read = parseScenario(changed(document, change));
        if (!read.ok) return;
        const problems = checkScenario(read.scenario);
        for (const { message, pointer } of problems)
          expect([message === "", pointer.startsWith("/") || pointer === ""]).toEqual([
            false,
            true,
          ]);
        if (problems.length > 0) return;
        sound += 1;
        const simulation = openSimulation(compileScenario(read.scenario), {
          parameters: {},
          seed: 1,
          rounds: 2,
        });
        // Some values are known only during a run, which then fails with their location.
        await simulate(simulation, plausibleAnswer).catch((error: unknown) =>
          expect(error).toBeInstanceOf(SimulationError),
        );
      }),
      { numRuns: 150 },
    );
    expect(sound).toBeGreaterThan(15);
  });
});

function parsed(document: unknown) {
  const read = parseScenario(document);
  if (!read.ok) throw new Error(read.problems.map(describeProblem).join("\n"));
  return read.scenario;
}
