import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { AppError } from "@/lib/contracts/errors";
import { startStudy as contract } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";

let installation: Installation;
let people: People;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

const study = contract.parse({
  template: "survey-experiment",
  parameters: { respondents: 20 },
  seed: 5,
  replicates: 2,
});

it("estimates a study, better with a record of its model, and reports its actual use", async () => {
  const { services } = installation.container;
  const before = await services.estimateStudy(SYSTEM, study);
  expect(before.basis).toMatchObject({
    answers: "limits",
    recorded: 0,
    calibrated: false,
    rough: false,
  });
  expect(before.cost).toBeNull();
  expect(before.basis.assumedLatency).toBeGreaterThan(0);
  expect(before.low.completionTokens).toBeLessThan(before.completionTokens);
  expect(before.high.completionTokens).toBeGreaterThan(before.completionTokens);

  await installation.workHere();
  const saved: Promise<void>[] = [];
  const { studyId, runIds } = await services.startStudy(SYSTEM, study, {
    keep: (work) => saved.push(work),
  });
  await Promise.all(saved);
  for (const runId of runIds) await installation.settled(runId);
  const compared = await services.getStudyActual(SYSTEM, studyId);
  expect(compared.over).toBe(true);
  expect(compared.estimate?.calls).toBe(before.calls);
  expect(compared.actual.calls).toBe(before.calls);
  const one = await services.getRunActual(SYSTEM, runIds[0] ?? "");
  expect([one.estimate?.calls, one.actual.calls]).toEqual([before.calls / 2, before.calls / 2]);

  const other = await services.estimateStudy(SYSTEM, { ...study, seed: 6 });
  expect(other.basis).toMatchObject({ answers: "record", calibrated: true, assumedLatency: null });
  expect(other.seconds).toBeGreaterThan(0);
  const { actual } = compared;
  expect(Math.abs(other.completionTokens / actual.completionTokens - 1)).toBeLessThan(0.1);
  expect(Math.abs(other.promptTokens / actual.promptTokens - 1)).toBeLessThan(0.1);
});

it("estimates costs of endpoints with prices", async () => {
  const { services } = installation.container;
  await people.database.prisma.endpoint.updateMany({ data: { priceIn: 1, priceOut: 2 } });
  const { cost, promptTokens, completionTokens } = await services.estimateStudy(SYSTEM, {
    ...study,
    seed: 7,
  });
  expect(cost).toBeCloseTo((promptTokens + 2 * completionTokens) / 1e6, 9);
});

it("refuses a study that could not be started", async () => {
  const { services } = installation.container;
  await expect(
    services.estimateStudy(SYSTEM, { ...study, parameters: { respondents: 3 } }),
  ).rejects.toThrow(AppError);
});

it("stores an estimate with a study started by a program, if requested", async () => {
  const { services } = installation.container;
  const begun = { ...study, parameters: { respondents: 11 }, replicates: 1 };
  const saved: Promise<void>[] = [];
  const { studyId, runIds } = await services.startStudy(SYSTEM, begun, {
    keep: (work) => saved.push(work),
  });
  await Promise.all(saved);
  await installation.settled(runIds[0] ?? "");
  const { estimate, actual } = await services.getStudyActual(SYSTEM, studyId);
  expect(estimate?.calls).toBeCloseTo(actual.calls, 6);
  expect(saved).toHaveLength(1);

  const plain = await services.startStudy(SYSTEM, { ...begun, parameters: { respondents: 12 } });
  await installation.settled(plain.runIds[0] ?? "");
  expect((await services.getStudyActual(SYSTEM, plain.studyId)).estimate).toBeNull();
});

it("counts no use for recorded answers", async () => {
  const { services } = installation.container;
  const again = { ...study, rounds: 3 };
  const reused = await services.estimateStudy(SYSTEM, { ...study, record: "reuse" });
  expect([
    reused.calls,
    reused.promptTokens,
    reused.high.calls,
    reused.cost,
    reused.basis.reused,
  ]).toEqual([0, 0, 0, 0, 1]);
  expect((await services.estimateStudy(SYSTEM, { ...again, record: "only" })).calls).toBe(0);
  const elsewhere = await services.estimateStudy(SYSTEM, {
    ...study,
    seed: 4_321,
    record: "reuse",
  });
  expect(elsewhere.basis.reused).toBe(0);
  // Both use the recorded pace, so the speed of this machine does not matter.
  expect(reused.seconds).toBeLessThan(elsewhere.seconds ?? 0);
  expect(elsewhere.calls).toBeCloseTo(200, 6);

  const { runIds } = await services.startStudy(SYSTEM, { ...study, record: "reuse" });
  for (const runId of runIds) await installation.settled(runId);
  expect((await services.getRunActual(SYSTEM, runIds[0] ?? "")).actual.calls).toBe(0);
});
