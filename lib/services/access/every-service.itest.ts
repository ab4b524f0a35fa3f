import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "@/lib/container";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { waitFor } from "@/lib/container/testing/wait-for";
import { AppError, toProblemDocument } from "@/lib/contracts/errors";
import { deletionKind } from "@/lib/contracts/deletions";
import { networkQuery } from "@/lib/contracts/network";
import { SYSTEM, type Actor } from "@/lib/domain/access";

const ACTORS = [
  "administrator",
  "owner",
  "researcher",
  "annotator",
  "viewer",
  "outsider",
  "nonMember",
  "system",
] as const;
type Name = (typeof ACTORS)[number];

let installation: Installation;
let people: People;
let services: Services;
const actors = new Map<Name, Actor>();
let study: { studyId: string; runId: string };
let endpointId: string;
let pollId: string;

const ENDPOINT = { name: "New", baseUrl: "http://127.0.0.1:9/v1", model: "m" };
const SMALL = {
  template: "survey-experiment",
  parameters: { respondents: 10, tasks: 1 },
  seed: 1,
  replicates: 1,
};
const POLL = {
  agentType: "Respondent",
  items: { a: { type: "boolean" } },
  sample: { kind: "random", size: 1, seed: 1 },
} as const;
const NO_FILE = { file: "/nowhere/backup.tar.gz", by: "test" };
const MISSING = "00000000-0000-7000-8000-000000000000";

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  ({ services } = installation.container);
  await installation.workHere();
  const { studyId, runIds } = await services.startStudy(SYSTEM, SMALL);
  study = { studyId, runId: runIds[0] ?? "" };
  expect((await installation.settled(study.runId)).progress.status).toBe("completed");
  pollId = (await services.startPoll(SYSTEM, study.runId, POLL)).id;
  await waitFor(
    () => services.getPoll(SYSTEM, { runId: study.runId, pollId }),
    ({ status }) => status !== "running",
  );
  endpointId = (await services.createEndpoint(SYSTEM, ENDPOINT)).id;
  actors.set("administrator", await people.member("owner", { administrator: true }));
  for (const role of ["owner", "researcher", "annotator", "viewer"] as const)
    actors.set(role, await people.member(role));
  actors.set("outsider", await people.outsider());
  actors.set("nonMember", await people.member(null));
  actors.set("system", SYSTEM);
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

/** Returns the result of a service for an actor: "yes", or the code of the refusal. */
async function answerTo(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "yes";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

async function firstEvent(
  watch: (signal: AbortSignal) => Promise<AsyncIterable<unknown>>,
): Promise<unknown> {
  const listener = new AbortController();
  for await (const event of await watch(listener.signal)) {
    listener.abort();
    return event;
  }
  throw new Error("The service ended without an event.");
}

/** Uploads a table of one row into the actor's project. */
async function newTable(actor: Actor) {
  async function* file(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("name\nAnn\n");
  }
  return services.uploadDataset(actor, { name: "people", fileName: "people.csv" }, file());
}

const deletedTable = async () =>
  services.deleteSubject(SYSTEM, { kind: "dataset", id: (await newTable(SYSTEM)).id });

/** Adds a viewer to the project that the actor works in: an outsider's own, else the first. */
async function newMemberOf(actor: Actor): Promise<string> {
  const { userId } = await people.member("viewer");
  if (actor.kind === "user" && actor === actors.get("outsider")) {
    const { projectId } = await people.database.prisma.membership.findFirstOrThrow({
      where: { userId: actor.userId },
    });
    await people.database.prisma.membership.updateMany({
      where: { userId },
      data: { projectId },
    });
  }
  return userId;
}

const firstProject = async (): Promise<string> =>
  (await people.database.prisma.project.findFirstOrThrow({ orderBy: { createdAt: "asc" } })).id;

const scenarioId = async (): Promise<string> =>
  (await services.getStudy(SYSTEM, study.studyId)).scenarioId;

/** A service and who may use it on the first project's run; everyone else must get notFound. */
type Rule = {
  readonly call: (actor: Actor, runId: string) => Promise<unknown>;
  readonly allowed: readonly Name[];
  readonly answer?: Partial<Record<Name, string>>;
};

const READERS: readonly Name[] = ["administrator", "owner", "researcher", "viewer", "system"];
const RUNNERS: readonly Name[] = ["administrator", "owner", "researcher", "system"];
const REVIEWERS: readonly Name[] = ["administrator", "owner", "researcher", "annotator"];
const OWNERS: readonly Name[] = ["administrator", "owner", "system"];
/** Of some project; outsiders of their own. */
const MEMBERS: readonly Name[] = [...READERS, "annotator", "outsider"];
const ADMINISTRATORS: readonly Name[] = ["administrator", "system"];

const OF_RUNS: Partial<Record<keyof Services, Rule>> = {
  getRun: { call: (actor, runId) => services.getRun(actor, runId), allowed: READERS },
  replayRun: { call: (actor, runId) => services.replayRun(actor, runId), allowed: READERS },
  listMeasures: { call: (actor, runId) => services.listMeasures(actor, runId), allowed: READERS },
  listDecisions: {
    call: (actor, runId) => services.listDecisions(actor, runId, { limit: 10 }),
    allowed: READERS,
  },
  getDecision: {
    call: (actor, runId) => services.getDecision(actor, { runId, version: 1, seq: 0 }),
    allowed: READERS,
  },
  getAnswerForm: {
    call: (actor, runId) => services.getAnswerForm(actor, { runId, version: 1, seq: 0 }),
    allowed: READERS,
  },
  describePopulation: {
    call: (actor, runId) => services.describePopulation(actor, runId),
    allowed: READERS,
  },
  listAgents: {
    call: (actor, runId) => services.listAgents(actor, runId, { type: "Respondent", limit: 5 }),
    allowed: READERS,
  },
  // A survey has no network: permitted actors get `invalid`.
  getNetwork: {
    call: (actor, runId) => services.getNetwork(actor, runId, networkQuery.parse({})),
    allowed: [],
    answer: Object.fromEntries(READERS.map((name) => [name, "invalid"])),
  },
  countFaults: { call: (actor, runId) => services.countFaults(actor, runId), allowed: READERS },
  listForks: { call: (actor, runId) => services.listForks(actor, runId), allowed: READERS },
  listInterventions: {
    call: (actor, runId) => services.listInterventions(actor, runId),
    allowed: READERS,
  },
  listInterviews: {
    call: (actor, runId) => services.listInterviews(actor, runId),
    allowed: READERS,
  },
  readInterview: {
    call: (actor, runId) => services.readInterview(actor, runId, "Respondent-1"),
    allowed: READERS,
  },
  listPolls: { call: (actor, runId) => services.listPolls(actor, runId), allowed: READERS },
  getPoll: { call: (actor, runId) => services.getPoll(actor, { runId, pollId }), allowed: READERS },
  listPollAnswers: {
    call: (actor, runId) =>
      services.listPollAnswers(actor, { runId, pollId }, { after: -1, limit: 10 }),
    allowed: READERS,
  },
  forkRun: {
    call: (actor, runId) => services.forkRun(actor, runId, { round: 1 }),
    allowed: RUNNERS,
  },
  interviewAgent: {
    call: (actor, runId) =>
      services.interviewAgent(actor, runId, { agent: "Respondent-1", text: "Hello?" }),
    allowed: RUNNERS,
  },
  startPoll: { call: (actor, runId) => services.startPoll(actor, runId, POLL), allowed: RUNNERS },
  // The run is over and the poll is complete: permitted actors get `conflict`.
  intervene: {
    call: (actor, runId) =>
      services.intervene(actor, runId, {
        label: "x",
        effects: [{ tell: "Respondent", text: "x" }],
      }),
    allowed: [],
    answer: Object.fromEntries(RUNNERS.map((name) => [name, "conflict"])),
  },
  resumePoll: {
    call: (actor, runId) => services.resumePoll(actor, { runId, pollId }),
    allowed: [],
    answer: Object.fromEntries(RUNNERS.map((name) => [name, "conflict"])),
  },
  exportRun: {
    call: (actor, runId) => services.exportRun(actor, runId, "decisions.csv"),
    allowed: READERS,
  },
  getRunActual: { call: (actor, runId) => services.getRunActual(actor, runId), allowed: READERS },
  watchRun: {
    call: (actor, runId) => firstEvent((signal) => services.watchRun(actor, runId, signal)),
    allowed: READERS,
  },
  // The run is over: permitted actors get `conflict`.
  commandRun: {
    call: (actor, runId) => services.commandRun(actor, runId, "pause"),
    allowed: [],
    answer: Object.fromEntries(RUNNERS.map((name) => [name, "conflict"])),
  },
  // Only people can save reviews.
  saveReview: {
    call: (actor, runId) => services.saveReview(actor, { runId, version: 1, seq: 0 }, { score: 3 }),
    allowed: REVIEWERS,
    answer: { system: "invalid" },
  },
};

const OTHERS: Partial<Record<keyof Services, Rule>> = {
  getStudy: { call: (actor) => services.getStudy(actor, study.studyId), allowed: READERS },
  getStudyOverview: {
    call: (actor) => services.getStudyOverview(actor, study.studyId),
    allowed: READERS,
  },
  getStudyActual: {
    call: (actor) => services.getStudyActual(actor, study.studyId),
    allowed: READERS,
  },
  getBudget: { call: (actor) => services.getBudget(actor, study.studyId), allowed: READERS },
  getProjectBudget: {
    call: (actor) => services.getProjectBudget(actor),
    allowed: [...READERS, "outsider"],
  },
  changeProjectBudget: {
    call: (actor) =>
      services.changeProjectBudget(actor, {
        budget: { tokens: null, money: null },
        resume: false,
      }),
    allowed: [...OWNERS, "outsider"],
  },
  getProjectRetention: {
    call: (actor) => services.getProjectRetention(actor),
    allowed: [...READERS, "outsider"],
  },
  previewProjectRetention: {
    call: (actor) =>
      services.previewProjectRetention(actor, { archivedStudyDays: null, promptDays: null }),
    allowed: [...OWNERS, "outsider"],
  },
  changeProjectRetention: {
    call: (actor) =>
      services.changeProjectRetention(actor, {
        ...{ archivedStudyDays: null, promptDays: null, confirmed: false },
      }),
    allowed: [...OWNERS, "outsider"],
  },
  changeBudget: {
    call: (actor) =>
      services.changeBudget(actor, study.studyId, {
        budget: { tokens: 1_000_000_000, money: null },
        resume: false,
      }),
    allowed: RUNNERS,
  },
  getDesign: {
    call: (actor) => services.getDesign(actor, { study: study.studyId }, {}),
    allowed: RUNNERS,
  },
  repeatStudy: {
    call: (actor) => services.repeatStudy(actor, study.studyId, { record: "only" }),
    allowed: RUNNERS,
  },
  editStudy: {
    call: async (actor) => {
      const { revision } = await services.getStudy(SYSTEM, study.studyId);
      await services.editStudy(actor, study.studyId, {
        ...{ revision, name: "Survey", description: "", tags: [] },
      });
    },
    allowed: RUNNERS,
  },
  archiveStudy: {
    call: (actor) => services.archiveStudy(actor, study.studyId, false),
    allowed: RUNNERS,
  },
  listStudyTags: {
    call: (actor) => services.listStudyTags(actor),
    allowed: [...READERS, "outsider"],
  },
  // Outsiders have a project of their own.
  listStudies: { call: (actor) => services.listStudies(actor), allowed: [...READERS, "outsider"] },
  startStudy: {
    call: (actor) => services.startStudy(actor, SMALL),
    allowed: [...RUNNERS, "outsider"],
  },
  estimateStudy: {
    call: (actor) => services.estimateStudy(actor, SMALL),
    allowed: [...RUNNERS, "outsider"],
  },
  // Everybody finds something: at least chapters of the guide.
  search: { call: (actor) => services.search(actor, { text: "run" }), allowed: ACTORS },
  listScenarios: {
    call: (actor) => services.listScenarios(actor),
    allowed: [...READERS, "outsider"],
  },
  getScenario: {
    call: async (actor) => services.getScenario(actor, await scenarioId(), {}),
    allowed: READERS,
  },
  getScenarioDocument: {
    call: async (actor) => services.getScenarioDocument(actor, await scenarioId(), {}),
    allowed: READERS,
  },
  getGuideChapter: { call: (actor) => services.getGuideChapter(actor, "runs"), allowed: ACTORS },
  getGuideFile: {
    call: (actor) => services.getGuideFile(actor, "first-scenario.json"),
    allowed: ACTORS,
  },
  searchGuide: {
    call: (actor) => services.searchGuide(actor, { text: "fork", limit: 5 }),
    allowed: ACTORS,
  },
  // Models and templates belong to the installation: whoever reads some project sees them.
  checkScenario: {
    call: (actor) => services.checkScenario(actor, {}),
    allowed: [...READERS, "outsider"],
  },
  listTemplates: {
    call: (actor) => services.listTemplates(actor),
    allowed: [...READERS, "outsider"],
  },
  getTemplate: {
    call: (actor) => services.getTemplate(actor, "survey-experiment"),
    allowed: [...READERS, "outsider"],
  },
  listDatasets: {
    call: (actor) => services.listDatasets(actor),
    allowed: [...READERS, "outsider"],
  },
  uploadDataset: { call: (actor) => newTable(actor), allowed: [...RUNNERS, "outsider"] },
  getDataset: {
    call: async (actor) => services.getDataset(actor, (await newTable(SYSTEM)).id),
    allowed: READERS,
  },
  deleteSubject: {
    call: async (actor) =>
      services.deleteSubject(actor, { kind: "dataset", id: (await newTable(SYSTEM)).id }),
    allowed: RUNNERS,
  },
  previewDeletion: {
    call: async (actor) => {
      for (const kind of ["run", "study"] as const)
        await services.previewDeletion(actor, {
          kind,
          id: kind === "run" ? study.runId : study.studyId,
        });
    },
    allowed: RUNNERS,
  },
  getDiskUse: {
    call: (actor) => services.getDiskUse(actor),
    allowed: [...READERS, "outsider"],
  },
  requestDiskMeasurement: {
    call: (actor) => services.requestDiskMeasurement(actor),
    allowed: [...RUNNERS, "outsider"],
  },
  listDeletions: {
    call: (actor) => services.listDeletions(actor),
    allowed: [...READERS, "outsider"],
  },
  undoDeletion: {
    call: async (actor) => services.undoDeletion(actor, (await deletedTable()).id),
    allowed: RUNNERS,
  },
  purgeNow: {
    call: async (actor) => services.purgeNow(actor, (await deletedTable()).id),
    allowed: RUNNERS,
  },
  // Everybody has a name, except the installation.
  updateProfile: {
    call: (actor) => services.updateProfile(actor, { name: "Somebody" }),
    allowed: ACTORS,
    answer: { system: "invalid" },
  },
  // Each owner sees the log of their own project.
  listAudit: {
    call: (actor) => services.listAudit(actor, { limit: 10 }),
    allowed: ["administrator", "owner", "outsider", "system"],
  },
  listAuditPeople: {
    call: (actor) => services.listAuditPeople(actor),
    allowed: ["administrator", "owner", "outsider", "system"],
  },
  exportAudit: {
    call: (actor) => services.exportAudit(actor, {}),
    allowed: ["administrator", "owner", "outsider", "system"],
  },
  createAccount: {
    call: (actor) =>
      services.createAccount(actor, {
        email: `${crypto.randomUUID()}@example.org`,
        name: "New",
        role: "viewer",
      }),
    allowed: ADMINISTRATORS,
  },
  listTokens: { call: (actor) => services.listTokens(actor), allowed: MEMBERS },
  createToken: {
    call: (actor) =>
      services.createToken(actor, {
        name: "New",
        scopes: [actor === actors.get("annotator") ? "write" : "read"],
        days: 30,
      }),
    allowed: MEMBERS,
    answer: { system: "invalid" },
  },
  // Each of their own; owners revoke those of others, too.
  revokeToken: {
    call: async (actor) => {
      const mine = actor.kind === "user" && actor !== actors.get("nonMember") ? actor : null;
      const { token } = await services.createToken(mine ?? actors.get("owner")!, {
        name: "New",
        scopes: [actor === actors.get("annotator") ? "write" : "read"],
        days: 30,
      });
      await services.revokeToken(actor, token.id);
    },
    allowed: MEMBERS,
  },
  listAccounts: { call: (actor) => services.listAccounts(actor), allowed: ADMINISTRATORS },
  createPasswordLink: {
    call: async (actor) => {
      const { userId } = await people.member(null);
      const { email } = await people.database.prisma.user.findUniqueOrThrow({
        where: { id: userId },
      });
      await services.createPasswordLink(actor, email);
    },
    allowed: ADMINISTRATORS,
  },
  listProjects: { call: (actor) => services.listProjects(actor), allowed: ACTORS },
  openProject: {
    call: async (actor) => services.openProject(actor, await firstProject()),
    allowed: ["administrator", "owner", "researcher", "annotator", "viewer"],
  },
  // Whoever may start studies in some project; the command line cannot own one.
  createProject: {
    call: async (actor) => {
      const { id } = await services.createProject(actor, { name: "New" });
      await people.database.prisma.project.delete({ where: { id } });
    },
    allowed: ["administrator", "owner", "researcher", "outsider"],
    answer: { system: "invalid" },
  },
  renameProject: {
    call: async (actor) =>
      services.renameProject(actor, await firstProject(), {
        name: "First project",
        formerName: "First project",
      }),
    allowed: OWNERS,
  },
  listMembers: { call: (actor) => services.listMembers(actor), allowed: [...READERS, "outsider"] },
  // The first project has other owners, an outsider's has none but them.
  changeMemberRole: {
    call: async (actor) => services.changeMemberRole(actor, await newMemberOf(actor), "viewer"),
    allowed: [...OWNERS, "outsider"],
  },
  removeMember: {
    call: async (actor) => services.removeMember(actor, await newMemberOf(actor)),
    allowed: [...OWNERS, "outsider"],
  },
  // Nobody in particular owns what the command line does.
  transferOwnership: {
    call: async (actor) => {
      const to = await newMemberOf(actor);
      await services.transferOwnership(actor, to);
      if (actor.kind === "user")
        await services.transferOwnership({ kind: "user", userId: to }, actor.userId);
    },
    allowed: ["administrator", "owner", "outsider"],
    answer: { system: "invalid" },
  },
  inviteMember: {
    call: (actor) => services.inviteMember(actor, { role: "viewer" }),
    allowed: [...OWNERS, "outsider"],
  },
  revokeInvitation: {
    call: async (actor) => {
      const inviting = actors.get(actor === actors.get("outsider") ? "outsider" : "owner")!;
      const { invitation } = await services.inviteMember(inviting, { role: "viewer" });
      await services.revokeInvitation(actor, invitation.id);
    },
    allowed: [...OWNERS, "outsider"],
  },
  listLog: { call: (actor) => services.listLog(actor, { limit: 10 }), allowed: ADMINISTRATORS },
  // Outsiders own a project of their own.
  getHealth: {
    call: (actor) => services.getHealth(actor),
    allowed: ["administrator", "owner", "outsider", "system"],
  },
  // Only on the command line: permitted, they are refused for the file or what is there.
  backUp: {
    call: (actor) => services.backUp(actor, { ...NO_FILE, withKeys: false }),
    allowed: [],
    answer: { system: "invalid" },
  },
  checkBackup: {
    call: (actor) => services.checkBackup(actor, NO_FILE.file),
    allowed: [],
    answer: { system: "invalid" },
  },
  restoreBackup: {
    call: (actor) => services.restoreBackup(actor, { ...NO_FILE, replace: false }),
    allowed: [],
    answer: { system: "conflict" },
  },
  getLivePool: { call: (actor) => services.getLivePool(actor), allowed: [...READERS, "outsider"] },
  listEndpoints: {
    call: (actor) => services.listEndpoints(actor),
    allowed: [...READERS, "outsider"],
  },
  addEndpoint: { call: (actor) => services.addEndpoint(actor, ENDPOINT), allowed: ADMINISTRATORS },
  createEndpoint: {
    call: (actor) => services.createEndpoint(actor, ENDPOINT),
    allowed: ADMINISTRATORS,
  },
  updateEndpoint: {
    call: (actor) => services.updateEndpoint(actor, endpointId, ENDPOINT),
    allowed: ADMINISTRATORS,
  },
  switchEndpoint: {
    call: (actor) => services.switchEndpoint(actor, endpointId, true),
    allowed: ADMINISTRATORS,
  },
  listEndpointUses: {
    call: (actor) => services.listEndpointUses(actor, endpointId),
    allowed: ADMINISTRATORS,
  },
  testEndpoint: {
    call: (actor) => services.testEndpoint(actor, { baseUrl: ENDPOINT.baseUrl, model: "m" }),
    allowed: ADMINISTRATORS,
  },
  archiveEndpoint: {
    call: (actor) => services.archiveEndpoint(actor, endpointId),
    allowed: ADMINISTRATORS,
  },
};

/**
 * Services without an actor: for anyone (the first row), or called by the program itself, never by
 * a route for people.
 */
const WITHOUT_ACTOR: readonly (keyof Services)[] = [
  "getSetupState",
  "getSignInOptions",
  "createOwner",
  "serveSignIn",
  "identify",
  "getViewer",
  // For monitors.
  "isServing",
  // Whoever has the token of a link.
  "readInvitation",
  "acceptInvitation",
  "resetPassword",
  // For the session of the request.
  "changePassword",
  "listSessions",
  "endSession",
  "endOtherSessions",
  "templateDocument",
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

describe("every service that takes an actor", () => {
  it("is covered by the table below", () => {
    const known = [...Object.keys(OF_RUNS), ...Object.keys(OTHERS), ...WITHOUT_ACTOR];
    expect(Object.keys(services).sort((a, b) => a.localeCompare(b))).toEqual(
      known.sort((a, b) => a.localeCompare(b)),
    );
  });

  it("answers permitted actors, and all others with notFound", async () => {
    const wanted: Record<string, string> = {};
    const got: Record<string, string> = {};
    for (const [service, { call, allowed, answer }] of Object.entries({ ...OF_RUNS, ...OTHERS })) {
      for (const [name, actor] of actors) {
        wanted[`${service} by ${name}`] =
          answer?.[name] ?? (allowed.includes(name) ? "yes" : "notFound");
        got[`${service} by ${name}`] = await answerTo(call(actor, study.runId));
      }
    }
    expect(got).toEqual(wanted);
  });

  it("gives the same message for another project's run as for an unknown one", async () => {
    for (const [service, { call }] of Object.entries(OF_RUNS)) {
      const callService = async (runId: string, name: Name): Promise<object> => {
        const error: unknown = await call(actors.get(name)!, runId).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error, service).toBeInstanceOf(AppError);
        return toProblemDocument(error);
      };
      const missing = await callService(MISSING, "outsider");
      for (const runId of [
        study.runId,
        study.runId.toUpperCase(),
        "",
        "1",
        "../x",
        `${study.runId}'`,
        "\0",
      ])
        expect(await callService(runId, "outsider"), service).toEqual(missing);
      expect(await callService(study.runId, "nonMember"), service).toEqual(missing);
    }
    const study404 = async (id: string) =>
      toProblemDocument(
        await services.getStudy(actors.get("outsider")!, id).catch((error: unknown) => error),
      );
    for (const id of [study.studyId, "-".repeat(36), "x"])
      expect(await study404(id)).toEqual(await study404(MISSING));
  });

  it("lets only owners delete a project, and researchers everything else", async () => {
    const project = await firstProject();
    const kinds = { project, study: study.studyId, run: study.runId } as const;
    const got: Record<string, string> = {};
    for (const [kind, id] of Object.entries(kinds))
      for (const [name, actor] of actors)
        got[`${kind} by ${name}`] = await answerTo(
          services.previewDeletion(actor, { kind: deletionKind.parse(kind), id }),
        );
    const allowed = (kind: string, name: Name): boolean =>
      (kind === "project" ? OWNERS : RUNNERS).includes(name);
    for (const kind of Object.keys(kinds))
      for (const name of actors.keys())
        expect(got[`${kind} by ${name}`], `${kind} by ${name}`).toBe(
          allowed(kind, name) ? "yes" : "notFound",
        );
  });

  it("answers for a deleted run as for an unknown one, whoever asks", async () => {
    const { runIds } = await services.startStudy(SYSTEM, { ...SMALL, seed: 2 });
    const runId = runIds[0] ?? "";
    expect((await installation.settled(runId)).progress.status).toBe("completed");
    await services.deleteSubject(SYSTEM, { kind: "run", id: runId });
    for (const [service, { call }] of Object.entries(OF_RUNS))
      for (const name of ["owner", "researcher", "system"] as const)
        // The command line is refused before the run is looked for.
        if (service !== "saveReview" || name !== "system")
          expect(await answerTo(call(actors.get(name)!, runId)), service).toBe("notFound");
  });

  it("lets outsiders work in their own project only", async () => {
    const outsider = actors.get("outsider")!;
    const theirs = await services.listStudies(outsider);
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.map(({ id }) => id)).not.toContain(study.studyId);
    const ours = new Set((await services.listStudies(actors.get("owner")!)).map(({ id }) => id));
    expect(theirs.filter(({ id }) => ours.has(id))).toEqual([]);
    expect(
      await answerTo(services.getRun(actors.get("administrator")!, theirs[0]?.runs[0]?.id ?? "")),
    ).toBe("notFound");
  });

  it("reports the actor's permissions to the page", async () => {
    const may = async (name: Name) => {
      const { mayRun, mayReview } = await services.getRun(actors.get(name)!, study.runId);
      return { mayRun, mayReview };
    };
    expect(await may("owner")).toEqual({ mayRun: true, mayReview: true });
    expect(await may("researcher")).toEqual({ mayRun: true, mayReview: true });
    expect(await may("viewer")).toEqual({ mayRun: false, mayReview: false });
  });
});
