import fc from "fast-check";
import { expect, it } from "vitest";
import { describeProblem, parseScenario } from "@/lib/domain/scenario";
import { checkScenario, compileScenario } from "./compile-scenario";
import { faultyAnswer } from "./fixtures/answers";
import { generatedScenario } from "./fixtures/generated";
import { withCrashes } from "./fixtures/with-crashes";
import { openSimulation } from "./simulation";
import { simulate } from "./simulate";

it("runs every generated scenario to its end, reproducibly after crashes", async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(generatedScenario, fc.nat(1_000_000), async (document, seed) => {
      const read = parseScenario(document);
      expect(
        read.ok
          ? checkScenario(read.scenario).map(describeProblem)
          : read.problems.map(describeProblem),
      ).toEqual([]);
      if (!read.ok) return;
      const compiled = compileScenario(read.scenario);
      const open = () => openSimulation(compiled, { parameters: {}, seed });
      const run = await simulate(open(), faultyAnswer(seed));
      expect(run.commits.at(-1)?.next).toBeNull();
      for (const { kind } of run.decisions) kinds.add(kind);
      const again = await simulate(
        withCrashes(open, (version) => version % 3 === seed % 3),
        faultyAnswer(seed),
        { arrange: (slots) => slots.toReversed() },
      );
      expect(again.digest).toBe(run.digest);
    }),
    // A fixed seed, so that the kinds of decisions that these scenarios reach do not depend on
    // chance.
    { numRuns: 40, seed: 1 },
  );
  expect([...kinds].sort((left, right) => left.localeCompare(right))).toEqual([
    "action",
    "closing",
    "narration",
    "questionnaire",
    "reflection",
    "script",
    "text",
    "turn",
  ]);
});
