import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "@/lib/container";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { waitFor } from "@/lib/container/testing/wait-for";
import type { DeletionKind } from "@/lib/contracts/deletions";
import { AppError } from "@/lib/contracts/errors";
import { SYSTEM } from "@/lib/domain/access";
import { rowsAbout } from "./fixtures/rows-about";
import { SMALL_POLL, SMALL_STUDY } from "./fixtures/small-study";

let installation: Installation;
let people: People;
let services: Services;
let researcher: Person;
let seed = 0;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  ({ services } = installation.container);
  await installation.workHere();
  await services.listStudies(SYSTEM);
  researcher = await people.member("researcher");
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

const pool = () => people.database.pool;

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

/** A finished run with everything that can belong to one. */
async function fullRun(): Promise<{ studyId: string; runId: string; key: number }> {
  const { studyId, runIds } = await services.startStudy(SYSTEM, {
    ...SMALL_STUDY,
    seed: (seed += 1),
  });
  const runId = runIds[0] ?? "";
  await installation.settled(runId);
  await services.saveReview(researcher, { runId, version: 1, seq: 0 }, { score: 3 });
  await services.interviewAgent(researcher, runId, { agent: "Respondent-1", text: "Well?" });
  const { id } = await services.startPoll(researcher, runId, SMALL_POLL);
  await waitFor(
    () => services.getPoll(SYSTEM, { runId, pollId: id }),
    ({ status }) => status !== "running",
  );
  const { rows } = await pool().query<{ key: number }>("SELECT key FROM run WHERE id = $1", [
    runId,
  ]);
  return { studyId, runId, key: rows[0]?.key ?? 0 };
}

async function activeRun(): Promise<{ studyId: string; runId: string }> {
  installation.gate.hold();
  const { studyId, runIds } = await services.startStudy(SYSTEM, {
    ...SMALL_STUDY,
    seed: (seed += 1),
  });
  const runId = runIds[0] ?? "";
  await installation.until(runId, ({ progress }) => progress.status === "running");
  return { studyId, runId };
}

/** Deletes something, and removes it without the time in which it can be restored. */
async function removeForGood(kind: DeletionKind, id: string): Promise<void> {
  const { id: deletionId } = await services.deleteSubject(SYSTEM, { kind, id });
  await services.purgeNow(SYSTEM, deletionId);
  await services.purgeDeletions();
}

async function upload(name: string): Promise<string> {
  async function* file(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("userId,movieId,rating\n1,3,4.5\n2,3,1.5\n");
  }
  return (await services.uploadDataset(researcher, { name, fileName: "x.csv" }, file())).id;
}

describe("a deleted run", () => {
  it("is hidden from lists and pages, and comes back whole when that is undone", async () => {
    const { studyId, runId } = await fullRun();
    const before = await services.getStudy(researcher, studyId);
    const deleted = await services.deleteSubject(researcher, {
      kind: "run",
      id: runId,
      name: "Run 1",
    });
    expect(deleted).toMatchObject({ kind: "run", name: "Run 1", isPurging: false });
    expect(Date.parse(deleted.purgeAt) - Date.parse(deleted.deletedAt)).toBe(600_000);
    expect((await services.getStudy(researcher, studyId)).runs).toEqual([]);
    const listed = (await services.listStudies(researcher)).find(({ id }) => id === studyId);
    expect(listed?.runs).toEqual([]);
    expect((await services.listDeletions(researcher)).deletions).toMatchObject([
      { id: deleted.id, deletedBy: "Somebody", within: before.name },
    ]);
    // The log names its study, and links to no page that is hidden.
    const isDeletedInLog = async () =>
      (await services.listAudit(SYSTEM, { subject: runId, limit: 1 })).entries[0]?.isSubjectDeleted;
    expect(await isDeletedInLog()).toBe(true);
    // A worker that looks now leaves it alone.
    expect(await services.purgeDeletions()).toBe(0);
    await services.undoDeletion(researcher, deleted.id);
    expect(await isDeletedInLog()).toBe(false);
    expect(await services.getStudy(researcher, studyId)).toEqual(before);
    expect(await services.listPolls(researcher, runId)).toHaveLength(1);
    expect((await services.replayRun(researcher, runId)).equal).toBe(true);
    expect((await services.listDeletions(researcher)).deletions).toEqual([]);
  });

  it("leaves no row in any table once it is removed", async () => {
    const { runId, key } = await fullRun();
    const about = await rowsAbout(pool(), { id: runId, key });
    // All tables with rows of runs are covered, or this test would prove nothing.
    expect(Object.keys(about).toSorted()).toEqual(
      expect.arrayContaining(["poll_answer", "review"]),
    );
    await removeForGood("run", runId);
    expect(await rowsAbout(pool(), { id: runId, key })).toEqual({});
  });

  it("is paused first when it is active, and can be resumed when it is restored", async () => {
    const { runId } = await activeRun();
    const { id } = await services.deleteSubject(researcher, { kind: "run", id: runId });
    const status = async () =>
      (await pool().query<{ status: string }>("SELECT status FROM run WHERE id = $1", [runId]))
        .rows[0]?.status;
    expect(await status()).toBe("paused");
    installation.gate.release();
    expect(await services.recoverRuns()).toBe(0);
    await services.undoDeletion(researcher, id);
    const { progress } = await services.getRun(researcher, runId);
    expect(progress).toMatchObject({
      status: "paused",
      statusReason: expect.stringMatching(/restored/),
    });
    await services.commandRun(researcher, runId, "resume");
    expect((await installation.settled(runId)).progress.status).toBe("completed");
    expect((await services.replayRun(researcher, runId)).equal).toBe(true);
  });

  it("ends the streams of those who watch it", async () => {
    const { runId } = await fullRun();
    const stop = new AbortController();
    const stream = await services.watchRun(researcher, runId, stop.signal);
    let events = 0;
    for await (const event of stream) {
      expect(event.progress.status).toBe("completed");
      events += 1;
      if (events === 1) await services.deleteSubject(researcher, { kind: "run", id: runId });
    }
    expect(events).toBeGreaterThan(0);
    stop.abort();
  });

  it("leaves its forks with the history that they share", async () => {
    const { studyId, runId } = await fullRun();
    const fork = await services.forkRun(researcher, runId, { round: 1 });
    const settled = await installation.settled(fork.runId);
    await removeForGood("run", runId);
    const study = await services.getStudy(researcher, studyId);
    expect(study.forks.map(({ id, forkOf }) => ({ id, forkOf }))).toEqual([
      { id: fork.runId, forkOf: null },
    ]);
    expect((await services.replayRun(researcher, fork.runId)).equal).toBe(true);
    expect((await services.getRun(researcher, fork.runId)).progress.decisions).toBe(
      settled.progress.decisions,
    );
  });

  it("stays spent in the budget of its study", async () => {
    const { studyId, runId } = await fullRun();
    const before = await services.getBudget(researcher, studyId);
    expect(before.spentTokens).toBeGreaterThan(0);
    const { id } = await services.deleteSubject(researcher, { kind: "run", id: runId });
    expect(await services.getBudget(researcher, studyId)).toEqual(before);
    await services.purgeNow(researcher, id);
    await services.purgeDeletions();
    expect(await services.getBudget(researcher, studyId)).toEqual(before);
  });

  it("teaches estimates and recorded answers nothing any more", async () => {
    const { studyId, runId } = await fullRun();
    await services.deleteSubject(researcher, { kind: "run", id: runId });
    const { runIds } = await services
      .repeatStudy(researcher, studyId, { record: "only" })
      .catch((error: unknown) => {
        expect(error).toBeInstanceOf(AppError);
        return { runIds: [] as string[] };
      });
    for (const repeated of runIds) {
      const { progress } = await installation.settled(repeated);
      expect(progress).toMatchObject({ status: "paused", pauseCause: "record" });
    }
  });
});

describe("a deletion", () => {
  it("asks for the name", async () => {
    const { studyId } = await fullRun();
    const { name } = await services.previewDeletion(researcher, { kind: "study", id: studyId });
    const wrong = services.deleteSubject(researcher, { kind: "study", id: studyId, name: "x" });
    expect((await refusal(wrong)).code).toBe("invalid");
    expect((await services.getStudy(researcher, studyId)).id).toBe(studyId);
    await services.deleteSubject(researcher, { kind: "study", id: studyId, name });
  });

  it("says what would go", async () => {
    const { studyId, runId } = await fullRun();
    const { progress } = await services.getRun(researcher, runId);
    expect(
      await services.previewDeletion(researcher, { kind: "study", id: studyId }),
    ).toMatchObject({ studies: 1, runs: 1, activeRuns: 0, decisions: progress.decisions });
  });

  it("happens once, and is undone once, in two tabs", async () => {
    const { runId } = await fullRun();
    const both = await Promise.allSettled(
      [0, 1].map(() => services.deleteSubject(researcher, { kind: "run", id: runId })),
    );
    const made = both.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(made).toHaveLength(1);
    const undone = await Promise.allSettled(
      [0, 1].map(() => services.undoDeletion(researcher, made[0]?.id ?? "")),
    );
    expect(undone.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await services.getRun(researcher, runId)).id).toBe(runId);
  });

  it("is either undone or carried out when both are tried at once", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { runIds } = await services.startStudy(SYSTEM, { ...SMALL_STUDY, seed: (seed += 1) });
      const runId = runIds[0] ?? "";
      await installation.settled(runId);
      const { id } = await services.deleteSubject(researcher, { kind: "run", id: runId });
      await services.purgeNow(researcher, id);
      const [undo] = await Promise.allSettled([
        services.undoDeletion(researcher, id),
        services.purgeDeletions(),
      ]);
      await services.purgeDeletions();
      if (undo.status === "fulfilled") {
        expect((await services.replayRun(researcher, runId)).equal).toBe(true);
        expect((await services.listDeletions(researcher)).deletions).not.toContainEqual(
          expect.objectContaining({ id }),
        );
      } else {
        expect((await refusal(services.getRun(researcher, runId))).code).toBe("notFound");
        expect(await rowsAbout(pool(), { id: runId, key: -1 })).toEqual({});
      }
    }
  });

  it("cannot be undone after its removal, nor while what it belongs to is deleted", async () => {
    const { studyId, runId } = await fullRun();
    const run = await services.deleteSubject(researcher, { kind: "run", id: runId });
    const study = await services.deleteSubject(researcher, { kind: "study", id: studyId });
    expect((await refusal(services.undoDeletion(researcher, run.id))).message).toContain(
      "Restore that first",
    );
    await services.undoDeletion(researcher, study.id);
    await services.undoDeletion(researcher, run.id);
    await removeForGood("run", runId);
    expect((await refusal(services.undoDeletion(researcher, run.id))).code).toBe("notFound");
  });
});

describe("a removal", () => {
  it("continues in another worker when the first one is killed in the middle", async () => {
    const { runId, key } = await fullRun();
    const rows = 400_000;
    await pool().query(
      `INSERT INTO row_version (run, "table", ordinal, version, round, row, data)
       SELECT $1, 'Filler', n, 0, 0, n::text, '{"a": 1}' FROM generate_series(1, $2::int) AS n`,
      [key, rows],
    );
    const left = async () =>
      Number(
        (
          await pool().query<{ n: string }>(
            `SELECT count(*) AS n FROM row_version
          WHERE run = $1`,
            [key],
          )
        ).rows[0]?.n ?? 0,
      );
    const { id } = await services.deleteSubject(researcher, { kind: "run", id: runId });
    await services.purgeNow(researcher, id);
    const first = await installation.startWorker();
    const some = await waitFor(left, (count) => count < rows);
    await first.kill();
    expect(some).toBeGreaterThan(0);
    expect((await refusal(services.undoDeletion(researcher, id))).code).toBe("conflict");
    await waitFor(
      async () => {
        await services.purgeDeletions();
        return rowsAbout(pool(), { id: runId, key });
      },
      (about) => Object.keys(about).length === 0,
    );
  });

  it("takes rows, too, that calls in flight wrote after it", async () => {
    const { runId, key } = await fullRun();
    await removeForGood("run", runId);
    await pool().query(
      "INSERT INTO prompt_head (run, hash, text) VALUES ($1, 'late', 'written late')",
      [key],
    );
    await pool().query("UPDATE deletion SET purged_at = purged_at - interval '2 hours'");
    await services.purgeDeletions();
    expect(await rowsAbout(pool(), { id: runId, key })).toEqual({});
    expect((await pool().query("SELECT FROM deletion WHERE $1 = ANY(runs)", [key])).rowCount).toBe(
      0,
    );
  });
});

describe("a deleted study, scenario, table or project", () => {
  it("takes the runs of a study with it, and its spending stays with the project", async () => {
    const { studyId, runId, key } = await fullRun();
    const spent = (await services.getBudget(researcher, studyId)).spentTokens;
    const removed = async () =>
      Number(
        (await pool().query<{ n: string }>("SELECT sum(removed_tokens) AS n FROM project")).rows[0]
          ?.n,
      );
    const before = await removed();
    await removeForGood("study", studyId);
    expect(await rowsAbout(pool(), { id: runId, key })).toEqual({});
    expect(await rowsAbout(pool(), { id: studyId, key })).toEqual({});
    expect(await removed()).toBe(before + spent);
  });

  it("keeps the version of a scenario that a study uses until the study goes", async () => {
    const document = {
      ...(services.templateDocument("survey-experiment") as Record<string, unknown>),
      name: "deletable",
    };
    const start = async () =>
      services.startStudy(SYSTEM, {
        ...SMALL_STUDY,
        template: undefined,
        document,
        seed: (seed += 1),
      });
    const { studyId, runIds } = await start();
    await installation.settled(runIds[0] ?? "");
    const scenario = () =>
      people.database.prisma.scenario.findMany({ where: { name: "deletable" } });
    const id = (await scenario())[0]?.id ?? "";
    expect(await services.previewDeletion(researcher, { kind: "scenario", id })).toMatchObject({
      retainedFor: 1,
    });
    await removeForGood("scenario", id);
    expect((await services.getStudy(researcher, studyId)).scenarioName).toBe("deletable");
    expect((await services.replayRun(researcher, runIds[0] ?? "")).equal).toBe(true);
    // Its name is free: another study stores the document anew.
    const again = await start();
    expect(await scenario()).toHaveLength(2);
    await removeForGood("study", studyId);
    expect((await scenario()).map((one) => one.id)).not.toContain(id);
    expect((await services.getStudy(researcher, again.studyId)).scenarioName).toBe("deletable");
  });

  it("keeps the rows of a table that a run began with until the run goes", async () => {
    const id = await upload("ratings");
    const { studyId, runIds } = await services.startStudy(SYSTEM, {
      template: "recommender",
      parameters: {},
      seed: (seed += 1),
      replicates: 1,
    });
    await services.commandRun(SYSTEM, runIds[0] ?? "", "cancel").catch(() => undefined);
    await installation.settled(runIds[0] ?? "");
    const chunks = () => people.database.prisma.datasetChunk.count({ where: { datasetId: id } });
    await removeForGood("dataset", id);
    expect(await chunks()).toBe(1);
    expect((await refusal(services.getDataset(researcher, id))).code).toBe("notFound");
    await removeForGood("study", studyId);
    expect(await chunks()).toBe(0);
    expect(await rowsAbout(pool(), { id, key: -1 })).toEqual({});
  });

  it("does not give a name back that another table has by then", async () => {
    const id = await upload("people");
    const deleted = await services.deleteSubject(researcher, { kind: "dataset", id });
    const other = await upload("people");
    expect((await refusal(services.undoDeletion(researcher, deleted.id))).message).toContain(
      "Another table is named people now",
    );
    await removeForGood("dataset", other);
    await services.undoDeletion(researcher, deleted.id);
    expect((await services.getDataset(researcher, id)).name).toBe("people");
  });

  it("hides a project from all its members, whose owners alone can restore it", async () => {
    const owner = await people.member("owner");
    const { id } = await services.createProject(owner, { name: "Old trials" });
    const inside = { ...owner, project: { id, isRequired: true } };
    const { studyId, runIds } = await services.startStudy(inside, { ...SMALL_STUDY, seed: 5 });
    const runId = runIds[0] ?? "";
    await installation.settled(runId);
    const deleted = await services.deleteSubject(owner, {
      kind: "project",
      id,
      name: "Old trials",
    });
    expect((await services.listProjects(owner)).map((one) => one.id)).not.toContain(id);
    for (const work of [
      () => services.getRun(owner, runId),
      () => services.getRun(SYSTEM, runId),
      () => services.getStudy(SYSTEM, studyId),
      () => services.listStudies(inside),
      () => services.undoDeletion(researcher, deleted.id),
    ])
      expect((await refusal(work())).code).toBe("notFound");
    expect((await services.listDeletions(owner)).deletions).toContainEqual(
      expect.objectContaining({ kind: "project", name: "Old trials" }),
    );
    await services.undoDeletion(owner, deleted.id);
    expect((await services.getRun(owner, runId)).id).toBe(runId);
    await removeForGood("project", id);
    for (const one of [id, studyId, runId])
      expect(await rowsAbout(pool(), { id: one, key: -1 })).toEqual({});
  });

  it("refuses to delete the only project of a person", async () => {
    const { userId } = await people.outsider();
    const owner = { kind: "user", userId } as const;
    const [only] = await services.listProjects(owner);
    const work = services.deleteSubject(owner, { kind: "project", id: only?.id ?? "" });
    expect((await refusal(work)).code).toBe("conflict");
    expect(await services.listProjects(owner)).toHaveLength(1);
  });
});
