import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "@/lib/container";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import type { AuditPage } from "@/lib/contracts/audit";
import { auditAction, type AuditAction } from "@/lib/domain/audit";
import { SYSTEM, type Actor } from "@/lib/domain/access";

let installation: Installation;
let people: People;
let services: Services;
let person: Person;
let runId: string;
let studyId: string;

const ADDRESS = "192.0.2.7";
const KEY = "sk-secret-of-the-laboratory";
const ENDPOINT = { name: "Lab", baseUrl: "http://127.0.0.1:9/v1", model: "m" };
const SMALL = {
  template: "survey-experiment",
  parameters: { respondents: 10, tasks: 1 },
  seed: 1,
  replicates: 1,
};

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  ({ services } = installation.container);
  await installation.workHere();
  // The first study creates the first project, which people then join.
  const first = await services.startStudy(SYSTEM, SMALL);
  ({ studyId } = first);
  runId = first.runIds[0] ?? "";
  await installation.settled(runId);
  person = { ...(await people.member("owner", { administrator: true })), address: ADDRESS };
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

type Entry = AuditPage["entries"][number];

/** Returns the entries that some work added, the earliest first. */
async function entriesOf(work: () => Promise<unknown>): Promise<Entry[]> {
  const newest = async (): Promise<Entry[]> =>
    (await services.listAudit(SYSTEM, { limit: 500 })).entries;
  const before = new Set((await newest()).map(({ id }) => id));
  await work();
  return (await newest()).filter(({ id }) => !before.has(id)).reverse();
}

async function newTable(actor: Actor): Promise<string> {
  async function* file(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("name\nAnn\n");
  }
  return (await services.uploadDataset(actor, { name: "people", fileName: "people.csv" }, file()))
    .id;
}

/** Starts a run, passes it to `then` while it is active, and pauses it afterwards. */
async function withPausedRun(then: (id: string) => Promise<unknown>): Promise<void> {
  installation.gate.hold();
  try {
    const { runIds } = await services.startStudy(SYSTEM, SMALL);
    const id = runIds[0] ?? "";
    await installation.until(id, ({ progress }) => progress.status === "running");
    await then(id);
  } finally {
    installation.gate.release();
  }
}

const newStudy = () => services.startStudy(SYSTEM, { ...SMALL, seed: 99 });

const POLL = {
  agentType: "Respondent",
  items: { a: { type: "boolean" } },
  sample: { kind: "random", size: 1, seed: 1 },
} as const;

/** How each change is made, for every service that changes something for a person. */
const CHANGES: Partial<
  Record<keyof Services, { work: () => Promise<unknown>; actions: readonly AuditAction[] }>
> = {
  updateProfile: {
    work: async () => {
      const where = { id: person.userId };
      await people.database.prisma.user.update({ where, data: { name: "Somebody else" } });
      await services.updateProfile(person, { name: "Somebody" });
      // The same name is no change.
      await services.updateProfile(person, { name: "Somebody" });
    },
    actions: ["account.rename"],
  },
  startStudy: { work: () => services.startStudy(person, SMALL), actions: ["study.start"] },
  repeatStudy: {
    work: () => services.repeatStudy(person, studyId, { record: "only" }),
    actions: ["study.repeat"],
  },
  changeProjectBudget: {
    work: () =>
      services.changeProjectBudget(person, {
        budget: { tokens: null, money: null },
        resume: false,
      }),
    actions: ["project.changeBudget"],
  },
  changeProjectRetention: {
    work: () =>
      services.changeProjectRetention(person, {
        ...{ archivedStudyDays: 3_650, promptDays: null, confirmed: false },
      }),
    actions: ["project.changeRetention"],
  },
  changeBudget: {
    work: () =>
      services.changeBudget(person, studyId, {
        budget: { tokens: 2_000_000_000, money: null },
        resume: false,
      }),
    actions: ["study.changeBudget"],
  },
  editStudy: {
    work: async () => {
      const { revision } = await services.getStudy(SYSTEM, studyId);
      await services.editStudy(person, studyId, {
        ...{ revision, name: "Survey", description: "Why", tags: ["pilot"] },
      });
    },
    actions: ["study.edit"],
  },
  archiveStudy: {
    work: async () => {
      await services.archiveStudy(person, studyId, true);
      // The same again is no change.
      await services.archiveStudy(person, studyId, true);
      await services.archiveStudy(person, studyId, false);
    },
    actions: ["study.archive", "study.unarchive"],
  },
  commandRun: {
    work: () =>
      withPausedRun(async (id) => {
        await services.commandRun(person, id, "pause");
        await services.commandRun(person, id, "resume");
        await services.commandRun(person, id, "cancel");
      }),
    actions: ["study.start", "run.pause", "run.resume", "run.cancel"],
  },
  forkRun: { work: () => services.forkRun(person, runId, { round: 1 }), actions: ["run.fork"] },
  intervene: {
    work: () =>
      withPausedRun(async (id) => {
        await services.commandRun(SYSTEM, id, "pause");
        await services.intervene(person, id, {
          label: "News",
          effects: [{ tell: "Respondent", text: "x" }],
        });
        await services.commandRun(SYSTEM, id, "cancel");
      }),
    actions: ["study.start", "run.pause", "run.intervene", "run.cancel"],
  },
  interviewAgent: {
    work: () => services.interviewAgent(person, runId, { agent: "Respondent-1", text: "Well?" }),
    actions: ["run.interview"],
  },
  startPoll: { work: () => services.startPoll(person, runId, POLL), actions: ["poll.start"] },
  resumePoll: {
    work: async () => {
      const { id } = await services.startPoll(SYSTEM, runId, POLL);
      const poll = people.database.pool;
      await poll.query("UPDATE poll SET status = 'failed' WHERE id = $1", [id]);
      await services.resumePoll(person, { runId, pollId: id });
    },
    actions: ["poll.start", "poll.resume"],
  },
  saveReview: {
    work: () =>
      services.saveReview(
        person,
        { runId, version: 1, seq: 0 },
        { score: 4, comment: "private words" },
      ),
    actions: ["review.save"],
  },
  renameProject: {
    work: async () => {
      const { id, name } = await people.database.prisma.project.findFirstOrThrow({
        orderBy: { createdAt: "asc" },
      });
      await services.renameProject(person, id, { name: `${name}!`, formerName: name });
    },
    actions: ["project.rename"],
  },
  createPasswordLink: {
    work: async () => {
      const { userId } = await people.member(null);
      const { email } = await people.database.prisma.user.findUniqueOrThrow({
        where: { id: userId },
      });
      await services.createPasswordLink(person, email);
    },
    actions: ["account.createPasswordLink"],
  },
  createAccount: {
    work: () =>
      services.createAccount(person, {
        email: `${crypto.randomUUID()}@example.org`,
        name: "New",
        role: "viewer",
      }),
    actions: ["account.create"],
  },
  createToken: {
    work: () => services.createToken(person, { name: "Script", scopes: ["read"], days: 30 }),
    actions: ["token.create"],
  },
  revokeToken: {
    work: async () => {
      const { token } = await services.createToken(person, {
        name: "Script",
        scopes: ["read"],
        days: 30,
      });
      await services.revokeToken(person, token.id);
    },
    actions: ["token.create", "token.revoke"],
  },
  inviteMember: {
    work: () => services.inviteMember(person, { role: "viewer", email: "ann@example.org" }),
    actions: ["member.invite"],
  },
  revokeInvitation: {
    work: async () => {
      const { invitation } = await services.inviteMember(SYSTEM, { role: "viewer" });
      await services.revokeInvitation(person, invitation.id);
    },
    actions: ["member.invite", "member.revokeInvitation"],
  },
  changeMemberRole: {
    work: async () => {
      const { userId } = await people.member("viewer");
      await services.changeMemberRole(person, userId, "researcher");
    },
    actions: ["member.changeRole"],
  },
  transferOwnership: {
    work: async () => {
      const { userId } = await people.member("viewer");
      await services.transferOwnership(person, userId);
      await services.changeMemberRole(SYSTEM, person.userId, "owner");
    },
    actions: ["member.transferOwnership", "member.changeRole"],
  },
  removeMember: {
    work: async () => {
      const { userId } = await people.member("viewer");
      await services.removeMember(person, userId);
    },
    actions: ["member.remove"],
  },
  uploadDataset: { work: () => newTable(person), actions: ["dataset.upload"] },
  deleteSubject: {
    work: async () => {
      await services.deleteSubject(person, { kind: "dataset", id: await newTable(SYSTEM) });
      const deletable = await newStudy();
      await services.deleteSubject(person, { kind: "run", id: deletable.runIds[0] ?? "" });
      await services.deleteSubject(person, { kind: "study", id: deletable.studyId });
      const scenario = await people.database.prisma.scenario.findFirstOrThrow({
        where: { deletedAt: null },
      });
      await services.deleteSubject(person, { kind: "scenario", id: scenario.id });
    },
    actions: [
      "dataset.upload",
      "dataset.delete",
      "study.start",
      "run.delete",
      "study.delete",
      "scenario.delete",
    ],
  },
  undoDeletion: {
    work: async () => {
      const id = await newTable(SYSTEM);
      const deleted = await services.deleteSubject(person, { kind: "dataset", id });
      await services.undoDeletion(person, deleted.id);
    },
    actions: ["dataset.upload", "dataset.delete", "deletion.undo"],
  },
  purgeNow: {
    work: async () => {
      const id = await newTable(SYSTEM);
      const deleted = await services.deleteSubject(person, { kind: "dataset", id });
      await services.purgeNow(person, deleted.id);
      await services.purgeDeletions();
    },
    actions: ["dataset.upload", "dataset.delete", "deletion.purgeNow", "deletion.purge"],
  },
  createEndpoint: {
    work: () => services.createEndpoint(person, { ...ENDPOINT, apiKey: KEY }),
    actions: ["endpoint.create"],
  },
  addEndpoint: {
    work: () => services.addEndpoint(person, ENDPOINT),
    actions: ["endpoint.create"],
  },
  updateEndpoint: {
    work: async () => {
      const { id } = await services.createEndpoint(SYSTEM, ENDPOINT);
      await services.updateEndpoint(person, id, { ...ENDPOINT, name: "Other", apiKey: KEY });
    },
    actions: ["endpoint.create", "endpoint.update"],
  },
  switchEndpoint: {
    work: async () => {
      const { id } = await services.createEndpoint(SYSTEM, ENDPOINT);
      await services.switchEndpoint(person, id, false);
      await services.switchEndpoint(person, id, true);
    },
    actions: ["endpoint.create", "endpoint.disable", "endpoint.enable"],
  },
  testEndpoint: {
    work: async () => {
      const demo = (await services.listEndpoints(SYSTEM)).find(({ isBuiltIn }) => isBuiltIn);
      if (!demo) throw new Error("The installation has no demo model.");
      const { id: endpointId, baseUrl, model } = demo;
      expect(await services.testEndpoint(person, { endpointId, baseUrl, model })).toMatchObject({
        ok: true,
      });
      await services.testEndpoint(person, { baseUrl, model });
    },
    actions: ["endpoint.test"],
  },
  archiveEndpoint: {
    work: async () => {
      const { id } = await services.createEndpoint(SYSTEM, { ...ENDPOINT, apiKey: KEY });
      await services.archiveEndpoint(person, id);
    },
    actions: ["endpoint.create", "endpoint.delete"],
  },
};

/** Services that change nothing, or nothing on behalf of a person. */
const CHANGE_NOTHING: readonly (keyof Services)[] = [
  "getSetupState",
  "getSignInOptions",
  "serveSignIn",
  "identify",
  "getViewer",
  "readInvitation",
  "listMembers",
  "listProjects",
  "listAccounts",
  "openProject",
  "listAudit",
  "getGuideChapter",
  "getGuideFile",
  "searchGuide",
  "listAuditPeople",
  "exportAudit",
  "listSessions",
  "listTokens",
  "listTemplates",
  "getTemplate",
  "templateDocument",
  "checkScenario",
  "listDatasets",
  "getDataset",
  "listEndpoints",
  "getLivePool",
  "checkBackup",
  "getHealth",
  "listLog",
  "isServing",
  "listEndpointUses",
  "listForks",
  "listInterventions",
  "listInterviews",
  "readInterview",
  "listPolls",
  "getPoll",
  "listPollAnswers",
  "getRun",
  "listMeasures",
  "watchRun",
  "replayRun",
  "countFaults",
  "listDecisions",
  "getDecision",
  "getAnswerForm",
  "exportRun",
  "describePopulation",
  "listAgents",
  "getNetwork",
  "search",
  "listScenarios",
  "getScenario",
  "getScenarioDocument",
  "getDesign",
  "listStudies",
  "listStudyTags",
  "getStudy",
  "getBudget",
  "estimateStudy",
  "getStudyOverview",
  "getStudyActual",
  "getRunActual",
  "previewDeletion",
  "getDiskUse",
  // Derived figures: nothing that a person made changes.
  "requestDiskMeasurement",
  "getProjectBudget",
  "getProjectRetention",
  "previewProjectRetention",
  "listDeletions",
];

/** Start-up and workers; `createOwner` and joining have their tests with accounts and members. */
const PROGRAM: readonly (keyof Services)[] = [
  "createOwner",
  "acceptInvitation",
  "changePassword",
  "resetPassword",
  "endSession",
  "endOtherSessions",
  // Written in the log of the project that it creates.
  "createProject",
  // By the operator at the terminal.
  "backUp",
  "restoreBackup",
  "seedExample",
  "ensureEndpoint",
  "ensureBuiltInEndpoint",
  "decideShard",
  "commitStep",
  "recoverRuns",
  "resumeWaitingRuns",
  "failRun",
  "askPollShard",
  "recoverPolls",
  "failPoll",
  "purgeDeletions",
  "applyRetention",
  "measureDiskUse",
];

/** Actions of services in `PROGRAM`, whose own tests look for their entries. */
const TESTED_ELSEWHERE: readonly AuditAction[] = [
  "account.createOwner",
  "account.changePassword",
  "account.resetPassword",
  "account.connect",
  "account.endSession",
  "account.endOtherSessions",
  "project.create",
  "member.join",
  "member.leave",
  // By the installation itself, as projects have set it.
  "run.deletePrompts",
  "installation.backUp",
  "installation.restore",
  "project.delete",
];

describe("the audit log", () => {
  it("covers every service that changes something", () => {
    const known = [...Object.keys(CHANGES), ...CHANGE_NOTHING, ...PROGRAM];
    expect(Object.keys(services).toSorted()).toEqual(known.toSorted());
  });

  it.each(Object.keys(CHANGES) as (keyof typeof CHANGES)[])(
    "%s writes who changed what, and from where",
    async (service) => {
      const { work, actions } = CHANGES[service]!;
      const entries = await entriesOf(work);
      expect(entries.map(({ action }) => action)).toEqual(actions);
      const own = entries.filter(({ actorId }) => actorId !== null);
      expect(own.length).toBeGreaterThan(0);
      for (const { actorId, actorName, address } of own)
        expect({ actorId, actorName, address }).toEqual({
          actorId: person.userId,
          actorName: "Somebody",
          address: ADDRESS,
        });
      for (const { subjectId } of entries) expect(subjectId).not.toBe("");
    },
  );

  it("records every kind of action", () => {
    const covered = Object.values(CHANGES).flatMap(({ actions }) => actions);
    expect(new Set([...covered, ...TESTED_ELSEWHERE])).toEqual(new Set(auditAction.options));
  });

  it("stores values before and after a change, but neither keys nor comments", async () => {
    const [update] = (await services.listAudit(SYSTEM, { action: "endpoint.update", limit: 1 }))
      .entries;
    expect([update?.before?.name, update?.after?.name]).toEqual(["Lab", "Other"]);
    expect([update?.before?.hasKey, update?.after?.hasKey]).toEqual([false, true]);
    const { rows } = await people.database.pool.query<{ text: string }>(
      "SELECT row_to_json(a)::text AS text FROM audit_entry a",
    );
    for (const { text } of rows) expect(text).not.toMatch(/sk-secret|private words/);
  });

  it("stores the score before a review changed it", async () => {
    const key = { runId, version: 1, seq: 1 };
    const [first, second] = await entriesOf(async () => {
      await services.saveReview(person, key, { score: 2 });
      await services.saveReview(person, key, { score: 5 });
    });
    expect([first?.before, first?.after?.score]).toEqual([null, 2]);
    expect([second?.before, second?.after?.score]).toEqual([{ score: 2 }, 5]);
  });

  it("stores which dataset an upload replaces, and the state before a switch", async () => {
    const replaced = await newTable(person);
    const [upload] = await entriesOf(() => newTable(person));
    expect(upload?.after?.replaces).toBe(replaced);
    const { id } = await services.createEndpoint(SYSTEM, ENDPOINT);
    const [disabled] = await entriesOf(() => services.switchEndpoint(person, id, false));
    expect([disabled?.before?.enabled, disabled?.after?.enabled]).toEqual([true, false]);
  });

  it("returns older entries in pages, and those of one subject if requested", async () => {
    const first = await services.listAudit(SYSTEM, { limit: 2 });
    const second = await services.listAudit(SYSTEM, { limit: 2, before: first.next ?? "" });
    const both = await services.listAudit(SYSTEM, { limit: 4 });
    expect([...first.entries, ...second.entries]).toEqual(both.entries);
    const { entries } = await services.listAudit(SYSTEM, { subject: studyId, limit: 100 });
    expect(new Set(entries.map(({ subjectId }) => subjectId))).toEqual(new Set([studyId]));
  });

  it("shows owners only their project, and endpoints only to administrators", async () => {
    const owner = await people.member("owner");
    const { entries } = await services.listAudit(owner, { limit: 500 });
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.every(({ projectId }) => projectId !== null)).toBe(true);
    const outsider = await people.outsider();
    expect((await services.listAudit(outsider, { limit: 500 })).entries).toEqual([]);
  });

  it("rolls a change back when its entry cannot be written", async () => {
    const { pool } = people.database;
    await pool.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE 'no audit'; END $$;
       CREATE TRIGGER refuse BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    const counts = async (): Promise<unknown> =>
      (
        await pool.query(
          `SELECT (SELECT count(*) FROM study) AS studies, (SELECT count(*) FROM run) AS runs,
             (SELECT count(*) FROM poll) AS polls, (SELECT count(*) FROM review) AS reviews,
             (SELECT count(*) FROM dataset) AS datasets,
             (SELECT count(*) FROM endpoint) AS endpoints,
             (SELECT count(*) FROM interview_message) AS messages,
             (SELECT count(*) FROM invitation WHERE revoked_at IS NULL) AS invitations,
             (SELECT count(*) FROM membership WHERE user_id = '${person.userId}' AND role = 'owner')
               AS ownerships,
             (SELECT count(*) FROM deletion) AS deletions,
             (SELECT sum(epoch) FROM run) AS epochs,
             (SELECT sum(budget_tokens) FROM study) AS budgets`,
        )
      ).rows;
    try {
      const before = await counts();
      for (const [service, { work }] of Object.entries(CHANGES))
        await expect(work(), service).rejects.toThrow();
      expect(await counts()).toEqual(before);
    } finally {
      await pool.query("DROP TRIGGER refuse ON audit_entry");
    }
  });
});
