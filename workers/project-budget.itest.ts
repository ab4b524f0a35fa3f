import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { waitFor } from "@/lib/container/testing/wait-for";
import { SYSTEM } from "@/lib/domain/access";
import { isSettled } from "@/lib/domain/run";

const STUDY = {
  template: "survey-experiment",
  parameters: { respondents: 40, tasks: 1 },
  replicates: 1,
};

let installation: Installation;
beforeAll(async () => {
  installation = await openInstallation();
  await Promise.all([installation.startWorker(), installation.startWorker()]);
});
afterAll(() => installation.close());

it("studies never overdraw the budget of their project, and go on when it is raised", async () => {
  const { services } = installation.container;
  const first = await services.startStudy(SYSTEM, { ...STUDY, seed: 1 });
  await installation.settled(first.runIds[0]!);
  const perRun = (await services.getProjectBudget(SYSTEM)).spentTokens;
  expect(perRun).toBeGreaterThan(0);
  const limit = Math.round(perRun * 2.5);
  await services.changeProjectBudget(SYSTEM, {
    budget: { tokens: limit, money: null },
    resume: false,
  });

  // Two studies, one with a budget of its own that is large enough, share what is left.
  const studies = await Promise.all([
    services.startStudy(SYSTEM, { ...STUDY, seed: 2, replicates: 2 }),
    services.startStudy(SYSTEM, {
      ...{ ...STUDY, seed: 3, replicates: 2 },
      budget: { tokens: perRun * 100, money: null },
    }),
  ]);
  const runIds = studies.flatMap((study) => study.runIds);
  const readAll = async () => {
    const { spentTokens } = await services.getProjectBudget(SYSTEM);
    expect(spentTokens).toBeLessThanOrEqual(limit);
    return Promise.all(runIds.map((id) => services.getRun(SYSTEM, id)));
  };
  const paused = await waitFor(readAll, (runs) =>
    runs.every(({ progress }) => isSettled(progress.status)),
  );
  const stopped = paused.filter(({ progress }) => progress.status === "paused");
  expect(stopped.length).toBeGreaterThan(0);
  for (const { progress } of stopped) {
    expect(progress.pauseCause).toBe("budget");
    expect(progress.statusReason).toMatch(
      /^The budget of the project leaves no room .* An owner can raise it in Settings, Project/,
    );
  }
  const used = await services.getProjectBudget(SYSTEM);
  expect(used).toMatchObject({ tokens: limit, waitingRuns: stopped.length, mayChange: true });
  expect(used.spentTokens).toBeLessThanOrEqual(limit);
  const study = await services.getBudget(SYSTEM, studies[0].studyId);
  expect(study).toMatchObject({ tokens: null, project: { tokens: limit } });

  await expect(
    services.changeProjectBudget(SYSTEM, { budget: { tokens: 1, money: null }, resume: false }),
  ).rejects.toThrow(/already spent/);
  await services.changeProjectBudget(SYSTEM, {
    budget: { tokens: perRun * 20, money: null },
    resume: true,
  });
  const ended = await Promise.all(runIds.map((id) => installation.settled(id)));
  expect(ended.map(({ progress }) => progress.status)).toEqual(runIds.map(() => "completed"));
  const { spentTokens, waitingRuns } = await services.getProjectBudget(SYSTEM);
  expect(waitingRuns).toBe(0);
  // What a deleted run used stays spent.
  const { id } = await services.deleteSubject(SYSTEM, { kind: "study", id: first.studyId });
  await services.purgeNow(SYSTEM, id);
  await services.purgeDeletions();
  expect((await services.getProjectBudget(SYSTEM)).spentTokens).toBe(spentTokens);
});
