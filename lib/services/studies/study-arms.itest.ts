import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openPeople, type People } from "@/lib/container/testing/people";
import { readCsv } from "@/lib/container/testing/read-csv";
import { AppError } from "@/lib/contracts/errors";
import { forkRun } from "@/lib/contracts/forks";
import { startStudy as contract, type StartStudy } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";

let installation: Installation;
let people: People;
beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

const services = () => installation.container.services;
const COMPARISON: StartStudy = {
  document: liveScenario,
  parameters: { villagers: 3 },
  arms: [{ name: "small" }, { name: "=large", parameters: { villagers: 6 } }],
  rounds: 2,
  seed: 11,
  replicates: 2,
};
const start = (input: StartStudy) => services().startStudy(SYSTEM, contract.parse(input));

async function file(runId: string, name: string): Promise<string> {
  const { content } = await services().exportRun(SYSTEM, runId, name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

it("runs every arm with its parameters on the same seeds, and names it in every file", async () => {
  const { studyId, runIds } = await start(COMPARISON);
  const runs = await Promise.all(runIds.map((runId) => installation.settled(runId)));
  expect(runs.map(({ progress }) => progress.status)).toEqual(Array(4).fill("completed"));
  expect(
    runs.map(({ arm, replicate, seed, parameters }) => [
      arm.number,
      arm.name,
      replicate,
      seed,
      parameters.find(({ name }) => name === "villagers")?.value,
    ]),
  ).toEqual([
    [1, "small", 1, 11, 3],
    [1, "small", 2, 8_388_619, 3],
    [2, "=large", 1, 11, 6],
    [2, "=large", 2, 8_388_619, 6],
  ]);
  expect(new Set(runs.map(({ progress }) => progress.digest)).size).toBe(4);

  const study = await services().getStudy(SYSTEM, studyId);
  expect(study).toMatchObject({
    arms: [
      { number: 1, name: "small", parameters: {} },
      { number: 2, name: "=large", parameters: { villagers: 6 } },
    ],
    forks: [],
  });
  expect(study.runs.map(({ id }) => id)).toEqual(runIds);

  for (const [index, name] of ["small", "'=large"].entries()) {
    const runId = runIds[2 * index + 1] ?? "";
    for (const csv of ["decisions.csv", "agents.csv", "measures.csv"]) {
      const { rows } = readCsv(await file(runId, csv));
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows)
        expect(row).toMatchObject({ run: runId, condition: name, replicate: "2", seed: "8388619" });
    }
  }
  expect(JSON.parse(await file(runIds[3] ?? "", "manifest.json"))).toMatchObject({
    study: { id: studyId },
    condition: "=large",
    arm: { number: 2, name: "=large", parameters: { villagers: 6 } },
    replicate: 2,
    seed: 8_388_619,
    parameters: { villagers: 6 },
  });

  const again = await services().repeatStudy(SYSTEM, studyId, { record: "only" });
  const repeated = await Promise.all(again.runIds.map((runId) => installation.settled(runId)));
  expect(repeated.map(({ arm, replicate, progress }) => [arm, replicate, progress.digest])).toEqual(
    runs.map(({ arm, replicate, progress }) => [arm, replicate, progress.digest]),
  );
});

it("names the single arm of a study without a comparison", async () => {
  const { studyId, runIds } = await start({ ...COMPARISON, arms: undefined, replicates: 1 });
  const run = await installation.settled(runIds[0] ?? "");
  expect(run.arm).toEqual({ number: 1, name: "baseline", count: 1 });
  expect((await services().getStudy(SYSTEM, studyId)).arms).toEqual([
    { number: 1, name: "baseline", parameters: {} },
  ]);
});

it("estimates all runs of all arms", async () => {
  const estimate = async (villagers: number[], replicates: number) => {
    const arms = villagers.map((count) => ({
      name: `${count}`,
      parameters: { villagers: count },
    }));
    const input = contract.parse({ ...COMPARISON, arms, replicates });
    return services().estimateStudy(SYSTEM, input);
  };
  const [small, many, both] = await Promise.all([
    estimate([4], 3),
    estimate([12], 3),
    estimate([4, 12], 3),
  ]);
  expect([small.runs, both.runs]).toEqual([3, 6]);
  expect(both.calls).toBeCloseTo(small.calls + many.calls, 6);
  expect(both.high.promptTokens).toBeGreaterThan(many.promptTokens);
  expect(many.calls).toBeGreaterThan(small.calls);
});

it("refuses arms that cannot run, and says where", async () => {
  const unknown = { name: "b", parameters: { vilagers: 4 } };
  const error = await refusal(start({ ...COMPARISON, arms: [{ name: "a" }, unknown] }));
  expect(error).toMatchObject({
    code: "invalid",
    message: "The parameters of the arm “b” are not valid for the scenario.",
    problems: [{ pointer: "/arms/1/parameters/vilagers", suggestion: "villagers" }],
  });
  const shared = await refusal(start({ ...COMPARISON, parameters: { villagers: 1 } }));
  expect(shared.problems.map(({ pointer }) => pointer)).toEqual(["/villagers"]);
  const refused = (change: Partial<StartStudy>): boolean =>
    !contract.safeParse({ ...COMPARISON, ...change }).success;
  expect(refused({ arms: [{ name: "same" }, { name: "same " }] })).toBe(true);
  expect(refused({ arms: [] })).toBe(true);
  expect(
    refused({ arms: Array.from({ length: 11 }, (_, at) => ({ name: `${at}` })), replicates: 200 }),
  ).toBe(true);
});

it("keeps forks apart: a fork never stands for its study", async () => {
  const { studyId, runIds } = await start({ ...COMPARISON, arms: undefined });
  const [origin = "", other = ""] = runIds;
  for (const runId of runIds) await installation.settled(runId);
  const before = await services().getStudy(SYSTEM, studyId);
  const actual = await services().getStudyActual(SYSTEM, studyId);

  // Its server does not know the model: the forks pause, and the study stays completed.
  const { id: endpointId } = await services().createEndpoint(SYSTEM, {
    name: "Another",
    baseUrl: installation.demoModelUrl,
    model: "another-model",
  });
  const fork = async (runId: string): Promise<string> =>
    (await services().forkRun(SYSTEM, runId, forkRun.parse({ round: 1, endpointId }))).runId;
  const first = await fork(origin);
  const second = await fork(first);
  for (const runId of [first, second]) await installation.settled(runId);
  // As if the database returned the rows of the forks first.
  const { pool } = people.database;
  await pool.query("UPDATE run SET seed = seed WHERE id = ANY($1::uuid[])", [runIds]);

  const after = await services().getStudy(SYSTEM, studyId);
  expect({ ...after, forks: [] }).toEqual(before);
  expect(after.runs.map(({ id, model }) => [id, model])).toEqual(
    [origin, other].map((id) => [id, "microcosm-demo"]),
  );
  expect(
    after.forks.map(({ id, forkOf, model, progress }) => [id, forkOf, model, progress.status]),
  ).toEqual([
    [first, origin, "another-model", "paused"],
    [second, first, "another-model", "paused"],
  ]);
  expect(await services().getStudyActual(SYSTEM, studyId)).toEqual(actual);
  const listed = await services().listStudies(SYSTEM);
  expect(listed.find(({ id }) => id === studyId)).toEqual(after);
  expect(listed[0]?.id).toBe(studyId);
});

it("has one run per arm and replicate, apart from forks", async () => {
  const { runIds } = await start({ ...COMPARISON, arms: undefined, replicates: 1 });
  const { prisma } = people.database;
  const run = await prisma.run.findUniqueOrThrow({ where: { id: runIds[0] ?? "" } });
  const copy = {
    studyId: run.studyId,
    armId: run.armId,
    replicate: run.replicate,
    parameters: {},
    seed: 1,
    rounds: 1,
    endpointId: run.endpointId,
    model: "m",
    isDemo: true,
  };
  await expect(prisma.run.create({ data: copy })).rejects.toThrow(/Unique constraint/);
  const forked = await prisma.run.create({ data: { ...copy, forkVersion: 1 } });
  await prisma.run.delete({ where: { id: forked.id } });
  await installation.settled(run.id);
});
