import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import type { StudyOverview } from "@/lib/contracts/study-overview";
import { startStudy as contract } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";

let installation: Installation;
beforeAll(async () => {
  installation = await openInstallation();
  await installation.workHere();
});
afterAll(() => installation.close());

/** Tokens by the budget, by the progress of the runs, and by the comparison with the estimate. */
function tokenCounts({ budget, study, use }: StudyOverview): [number, number, number] {
  const progress = study.runs.map((run) => run.progress);
  const { promptTokens, completionTokens, embeddingTokens } = use.actual;
  return [
    budget.spentTokens,
    progress.reduce(
      (sum, one) => sum + one.promptTokens + one.completionTokens + one.embeddingTokens,
      0,
    ),
    promptTokens + completionTokens + embeddingTokens,
  ];
}

it("budget, progress and use agree at every moment of a study", async () => {
  const { services } = installation.container;
  const { studyId, runIds } = await services.startStudy(
    SYSTEM,
    contract.parse({
      template: "opinion-dynamics",
      parameters: { voters: 30 },
      rounds: 6,
      seed: 3,
      replicates: 3,
    }),
  );
  const seen: StudyOverview[] = [];
  let isOver = false;
  const ended = Promise.all(runIds.map((runId) => installation.settled(runId))).then(() => {
    isOver = true;
  });
  while (!isOver) seen.push(await services.getStudyOverview(SYSTEM, studyId));
  await ended;
  seen.push(await services.getStudyOverview(SYSTEM, studyId));
  for (const overview of seen) {
    const [budget, progress, use] = tokenCounts(overview);
    expect([progress, use]).toEqual([budget, budget]);
  }
  const versions = seen.map(({ version }) => version);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  // Some of these moments lie within the study.
  expect(new Set(versions).size).toBeGreaterThan(5);
  expect(seen.at(-1)?.study.runs.map(({ progress }) => progress.status)).toEqual(
    Array(3).fill("completed"),
  );
});
