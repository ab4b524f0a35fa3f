import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "@/lib/container";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { readCsv } from "@/lib/container/testing/read-csv";
import { waitFor } from "@/lib/container/testing/wait-for";
import { SYSTEM } from "@/lib/domain/access";
import { SMALL_POLL, SMALL_STUDY } from "../deletions/fixtures/small-study";

const NEVER = { archivedStudyDays: null, promptDays: null };

let installation: Installation;
let people: People;
let services: Services;
let owner: Person;
let seed = 0;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  ({ services } = installation.container);
  await installation.workHere();
  await services.listStudies(SYSTEM);
  owner = await people.member("owner");
});
afterEach(async () => {
  await services.changeProjectRetention(owner, { ...NEVER, confirmed: false });
  // What one test left is not due in the next.
  await pool().query("UPDATE study SET archived_at = NULL");
  await pool().query(
    "UPDATE run SET finished_at = now() AT TIME ZONE 'UTC' WHERE finished_at IS NOT NULL",
  );
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

const pool = () => people.database.pool;
const keep = (settings: Partial<typeof NEVER | Record<keyof typeof NEVER, number>>) =>
  services.changeProjectRetention(owner, { ...NEVER, ...settings, confirmed: true });

type Run = { readonly studyId: string; readonly runId: string; readonly key: number };

async function finishedRun(): Promise<Run> {
  const { studyId, runIds } = await services.startStudy(SYSTEM, {
    ...SMALL_STUDY,
    seed: (seed += 1),
  });
  const runId = runIds[0] ?? "";
  await installation.settled(runId);
  const { rows } = await pool().query<{ key: number }>("SELECT key FROM run WHERE id = $1", [
    runId,
  ]);
  return { studyId, runId, key: rows[0]?.key ?? 0 };
}

async function poll({ runId }: Run): Promise<string> {
  const { id } = await services.startPoll(owner, runId, SMALL_POLL);
  await waitFor(
    () => services.getPoll(SYSTEM, { runId, pollId: id }),
    ({ status }) => status !== "running",
  );
  return id;
}

/** Lets days pass for a run, its polls and interviews, and for the archiving of its study. */
async function age({ studyId, runId, key }: Run, days: number): Promise<void> {
  const earlier = `- make_interval(days => ${String(days)})`;
  for (const [query, id] of [
    [`UPDATE study SET archived_at = archived_at ${earlier} WHERE id = $1`, studyId],
    [
      `UPDATE run SET finished_at = finished_at ${earlier},
         prompts_purged_until = prompts_purged_until ${earlier} WHERE id = $1`,
      runId,
    ],
    [`UPDATE poll SET finished_at = finished_at ${earlier} WHERE run = $1`, key],
    [`UPDATE interview_message SET created_at = created_at ${earlier} WHERE run = $1`, key],
  ] as const)
    await pool().query(query, [id]);
}

async function file(runId: string, name: string): Promise<string> {
  const { content } = await services.exportRun(SYSTEM, runId, name);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

const rowsOf = async (table: string, where: string, key: number): Promise<number> =>
  Number(
    (await pool().query<{ n: string }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, [key]))
      .rows[0]?.n,
  );

/** The numbers of rows of a run that still hold a part of a request or a raw answer. */
async function promptsLeft({ key }: Run): Promise<Record<string, number>> {
  const call = ["prompt", "raw", "head", "envelope", "seed", "earlier"]
    .map((column) => `${column} IS NOT NULL`)
    .join(" OR ");
  const counts = {
    decision: await rowsOf("decision", `run = $1 AND (${call} OR request IS NOT NULL)`, key),
    poll_answer: await rowsOf(
      "poll_answer",
      `poll_id IN (SELECT id FROM poll WHERE run = $1) AND (${call})`,
      key,
    ),
    interview_message: await rowsOf(
      "interview_message",
      "run = $1 AND (head IS NOT NULL OR messages <> '{}' OR envelope IS NOT NULL)",
      key,
    ),
    prompt_head: await rowsOf("prompt_head", "run = $1", key),
    request_envelope: await rowsOf("request_envelope", "run = $1", key),
    embedding_call: await rowsOf("embedding_call", "run = $1 AND failure IS NULL", key),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

const entriesOf = async (subject: string) =>
  (await services.listAudit(owner, { subject, limit: 10 })).entries;

describe("archived studies", () => {
  it("are deleted when their time is over, and can be restored as after any deletion", async () => {
    const run = await finishedRun();
    const other = await finishedRun();
    await services.archiveStudy(owner, run.studyId, true);
    await age(run, 31);
    await age(other, 31);
    await keep({ archivedStudyDays: 30 });
    expect(await services.applyRetention()).toEqual({ studies: 1, runs: 0 });
    // It happens once, and to archived ones only.
    expect(await services.applyRetention()).toEqual({ studies: 0, runs: 0 });
    await expect(services.getStudy(owner, run.studyId)).rejects.toMatchObject({
      code: "notFound",
    });
    expect((await services.getStudy(owner, other.studyId)).id).toBe(other.studyId);
    const [deletion] = (await services.listDeletions(owner)).deletions;
    expect(deletion).toMatchObject({
      ...{ subjectId: run.studyId, deletedBy: null, reason: "retention", isPurging: false },
    });
    expect((await entriesOf(run.studyId))[0]).toMatchObject({
      ...{ action: "study.delete", actorId: null, after: { reason: "retention" } },
      description: expect.stringMatching(/^Deleted the study .*, by retention$/) as string,
    });

    // Restored, it is archived anew: it is not deleted again at once.
    await services.undoDeletion(owner, deletion?.id ?? "");
    expect((await services.getStudy(owner, run.studyId)).isArchived).toBe(true);
    expect(await services.applyRetention()).toEqual({ studies: 0, runs: 0 });
    await age(run, 31);
    expect(await services.applyRetention()).toEqual({ studies: 1, runs: 0 });
    const [again] = (await services.listDeletions(owner)).deletions;
    await services.purgeNow(owner, again?.id ?? "");
    expect(await services.purgeDeletions()).toBe(1);
    expect(await rowsOf("decision", "run = $1", run.key)).toBe(0);
  });

  it("stay while a run of them is active", async () => {
    installation.gate.hold();
    const { studyId, runIds } = await services.startStudy(SYSTEM, {
      ...SMALL_STUDY,
      seed: (seed += 1),
    });
    const runId = runIds[0] ?? "";
    await installation.until(runId, ({ progress }) => progress.status === "running");
    await pool().query(
      `UPDATE study SET archived_at = now() AT TIME ZONE 'UTC' - interval '31 days'
       WHERE id = $1`,
      [studyId],
    );
    await keep({ archivedStudyDays: 30 });
    expect(await services.applyRetention()).toEqual({ studies: 0, runs: 0 });
    installation.gate.release();
    await installation.settled(runId);
    expect(await services.applyRetention()).toEqual({ studies: 1, runs: 0 });
  });
});

describe("prompts and raw answers", () => {
  it("are deleted with all that only they need; results and replay stay", async () => {
    const run = await finishedRun();
    const { runId, studyId } = run;
    const pollId = await poll(run);
    await services.interviewAgent(owner, runId, { agent: "Respondent-1", text: "Well?" });
    expect(Object.keys(await promptsLeft(run))).toEqual(
      expect.arrayContaining(["decision", "poll_answer", "interview_message", "prompt_head"]),
    );
    const before = {
      decisions: readCsv(await file(runId, "decisions.csv")),
      measures: await file(runId, "measures.csv"),
      poll: await services.getPoll(owner, { runId, pollId }),
      interview: await services.readInterview(owner, runId, "Respondent-1"),
    };
    expect(before.decisions.rows[0]?.["raw_answer"]).not.toBe("");
    await age(run, 8);
    await keep({ promptDays: 7 });
    expect(await services.applyRetention()).toEqual({ studies: 0, runs: 1 });
    expect(await services.applyRetention()).toEqual({ studies: 0, runs: 0 });
    expect(await promptsLeft(run)).toEqual({});

    // CSV files keep their columns, and every cell but the raw answer.
    const { header, rows } = readCsv(await file(runId, "decisions.csv"));
    expect(header).toEqual(before.decisions.header);
    expect(rows).toEqual(before.decisions.rows.map((row) => ({ ...row, raw_answer: "" })));
    expect(await file(runId, "measures.csv")).toBe(before.measures);
    const answers = readCsv(await file(runId, `poll-${pollId}.csv`));
    expect(answers.rows.map(({ raw_answer }) => raw_answer)).toEqual(["", ""]);
    expect((await services.getPoll(owner, { runId, pollId })).items).toEqual(before.poll.items);
    const interview = await services.readInterview(owner, runId, "Respondent-1");
    expect(interview.messages.map(({ text }) => text)).toEqual(
      before.interview.messages.map(({ text }) => text),
    );
    const manifest = JSON.parse(await file(runId, "manifest.json")) as { promptsDeletedAt: string };
    expect(manifest.promptsDeletedAt).toBe((await services.getRun(owner, runId)).promptsDeletedAt);
    expect(manifest.promptsDeletedAt).not.toBeNull();

    const { rows: listed } = await services.listDecisions(owner, runId, { limit: 1 });
    const { version = 0, seq = 0 } = listed[0] ?? {};
    expect(await services.getDecision(owner, { runId, version, seq })).toMatchObject({
      ...{ prompt: null, raw: null, system: null, attempts: 1 },
    });
    expect((await services.replayRun(owner, runId)).equal).toBe(true);
    expect((await entriesOf(runId)).map(({ action, actorId }) => [action, actorId])).toContainEqual(
      ["run.deletePrompts", null],
    );

    // What needs the record is refused in words before it starts.
    const studies = async () => (await services.listStudies(owner)).length;
    const count = await studies();
    await expect(services.repeatStudy(owner, studyId, { record: "only" })).rejects.toMatchObject({
      ...{ code: "conflict", message: expect.stringContaining("deleted by retention") as string },
    });
    expect(await studies()).toBe(count);
    const fork = await services.forkRun(owner, runId, { round: 1 });
    await installation.settled(fork.runId);
    expect((await services.replayRun(owner, fork.runId)).equal).toBe(true);
    expect((await services.getRun(owner, fork.runId)).promptsDeletedAt).not.toBeNull();
  });

  it("of later polls stay until they are due, with the texts that they share", async () => {
    const run = await finishedRun();
    await age(run, 8);
    await poll(run);
    await keep({ promptDays: 7 });
    expect(await services.applyRetention()).toEqual({ studies: 0, runs: 1 });
    const left = await promptsLeft(run);
    expect(left).toMatchObject({ poll_answer: 2, request_envelope: 1 });
    expect(left["decision"]).toBeUndefined();
    // Every text that the answers refer to is there.
    const { rowCount } = await pool().query(
      `SELECT FROM poll_answer a JOIN poll p ON p.id = a.poll_id
       LEFT JOIN prompt_head h ON h.run = p.run AND h.hash = a.head
       WHERE p.run = $1 AND a.head IS NOT NULL AND h.hash IS NULL`,
      [run.key],
    );
    expect(rowCount).toBe(0);
    expect(await services.applyRetention()).toEqual({ studies: 0, runs: 0 });
    await age(run, 8);
    expect(await services.applyRetention()).toEqual({ studies: 0, runs: 1 });
    expect(await promptsLeft(run)).toEqual({});
  });

  it("are deleted by another worker when the first one is killed between chunks", async () => {
    const run = await finishedRun();
    const { key } = run;
    const rows = 200_000;
    await pool().query(
      `INSERT INTO decision (run, version, seq, round, phase, agent_type, agent, slot, kind, status,
         prompt, raw, attempts)
       SELECT $1, 1000000, n, 1, 'filler', 'Respondent', 'Respondent-1', n, 'action', 'valid',
         'What?', 'That.', 1 FROM generate_series(1, $2::int) AS n`,
      [key, rows],
    );
    await age(run, 8);
    await keep({ promptDays: 7 });
    const left = () => rowsOf("decision", "run = $1 AND phase = 'filler' AND raw IS NOT NULL", key);
    const first = await installation.startWorker();
    const some = await waitFor(left, (count) => count < rows);
    await first.kill();
    expect(some).toBeGreaterThan(0);
    await waitFor(
      async () => {
        await services.applyRetention();
        return promptsLeft(run);
      },
      (stored) => Object.keys(stored).length === 0,
    );
    const actions = (await entriesOf(run.runId)).map(({ action }) => action);
    expect(actions.filter((action) => action === "run.deletePrompts")).toHaveLength(1);
  });

  it("stay with a run that was resumed meanwhile", async () => {
    const run = await finishedRun();
    await age(run, 8);
    await pool().query("UPDATE run SET status = 'failed' WHERE id = $1", [run.runId]);
    await keep({ promptDays: 7 });
    await pool().query("UPDATE run SET status = 'paused' WHERE id = $1", [run.runId]);
    expect(await services.applyRetention()).toEqual({ studies: 0, runs: 0 });
    expect((await promptsLeft(run))["decision"]).toBeGreaterThan(0);
  });
});

describe("the settings", () => {
  it("say what goes next, and ask before they delete at once", async () => {
    const run = await finishedRun();
    await services.archiveStudy(owner, run.studyId, true);
    await age(run, 8);
    const settings = { archivedStudyDays: 7, promptDays: 7 };
    const due = await services.previewProjectRetention(owner, settings);
    expect(due).toEqual({ studies: 1, runs: 1 });
    const change = { ...settings, confirmed: false };
    await expect(services.changeProjectRetention(owner, change)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("1 archived study, and the prompts") as string,
    });
    expect(await services.getProjectRetention(owner)).toMatchObject(NEVER);

    const later = await services.changeProjectRetention(owner, {
      ...{ archivedStudyDays: 10, promptDays: 20, confirmed: false },
    });
    const { rows } = await pool().query<{ archived: Date; finished: Date }>(
      `SELECT s.archived_at AT TIME ZONE 'UTC' AS archived,
         r.finished_at AT TIME ZONE 'UTC' AS finished
       FROM study s JOIN run r ON r.study_id = s.id WHERE r.id = $1`,
      [run.runId],
    );
    const day = 24 * 60 * 60_000;
    expect(later).toMatchObject({ archivedStudyDays: 10, promptDays: 20, mayChange: true });
    expect(later.next.studies).toEqual({
      at: new Date((rows[0]?.archived.getTime() ?? 0) + 10 * day).toISOString(),
      count: 1,
    });
    expect(later.next.runs?.at).toBe(
      new Date((rows[0]?.finished.getTime() ?? 0) + 20 * day).toISOString(),
    );
    expect((await services.listAudit(owner, { limit: 1 })).entries[0]).toMatchObject({
      ...{ action: "project.changeRetention", before: NEVER },
      after: { archivedStudyDays: 10, promptDays: 20 },
      description:
        "Changed the retention of the project from archived studies never, prompts never to " +
        "archived studies after 10 days, prompts after 20 days",
    });
  });

  it("are the owners' to change", async () => {
    const researcher = await people.member("researcher");
    expect((await services.getProjectRetention(researcher)).mayChange).toBe(false);
    for (const work of [
      () => services.changeProjectRetention(researcher, { ...NEVER, confirmed: true }),
      () => services.previewProjectRetention(researcher, NEVER),
    ])
      await expect(work()).rejects.toMatchObject({ code: "notFound" });
  });
});
