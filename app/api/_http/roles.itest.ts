import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { SYSTEM } from "@/lib/domain/access";
import { scopeOfRoute } from "@/lib/services/accounts/token-routes";
import { serveApi } from "./testing/serve-api";

const SMALL = {
  template: "survey-experiment",
  parameters: { respondents: 10, tasks: 1 },
  seed: 1,
  replicates: 1,
};
const ENDPOINT = { name: "New", baseUrl: "http://127.0.0.1:9/v1", model: "m" };
const MISSING = "00000000-0000-7000-8000-000000000000";

let installation: Installation;
let people: People;
let api: Awaited<ReturnType<typeof serveApi>>;
/** Ids of objects of the first project, by the area of their routes. */
let ids: Readonly<Record<string, string>>;
const cookies = { annotator: "", owner: "" };

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  const { services } = installation.container;
  const { studyId, runIds } = await services.startStudy(SYSTEM, SMALL);
  const owner = await people.member("owner", { administrator: true });
  const annotator = await people.member("annotator");
  const { invitation } = await services.inviteMember(owner, { role: "viewer" });
  const { token } = await services.createToken(owner, { name: "x", scopes: ["read"], days: 1 });
  const endpoint = await services.createEndpoint(SYSTEM, ENDPOINT);
  async function* file(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("name\nAnn\n");
  }
  const table = { name: "people", fileName: "people.csv" };
  const dataset = await services.uploadDataset(SYSTEM, table, file());
  const { projectId } = await people.database.prisma.membership.findFirstOrThrow({
    where: { userId: owner.userId },
  });
  ids = {
    scenarios: (await services.getStudy(SYSTEM, studyId)).scenarioId,
    studies: studyId,
    runs: runIds[0] ?? "",
    members: owner.userId,
    invitations: invitation.id,
    tokens: token.id,
    endpoints: endpoint.id,
    datasets: dataset.id,
    projects: projectId,
  };
  cookies.annotator = await people.signIn(annotator, installation.authSecret);
  cookies.owner = await people.signIn(owner, installation.authSecret);
  api = await serveApi(installation.container);
});
afterAll(async () => {
  await api.close();
  await people.close();
  await installation.close();
});

/**
 * Valid bodies and queries, so that a route reaches its decision about access. STUDY is replaced by
 * the id of the study.
 */
const BODIES: Readonly<Record<string, object>> = {
  "POST /api/studies": SMALL,
  "POST /api/estimates": SMALL,
  "POST /api/scenarios/check": { document: {} },
  "PATCH /api/studies/[id]": { budget: { tokens: 1_000_000_000, money: null }, resume: false },
  "PUT /api/studies/[id]/details": {
    name: "Other",
    description: "",
    tags: [],
    revision: 0,
  },
  "POST /api/studies/[id]/repeat": { record: "only" },
  "POST /api/runs/[id]/interventions": {
    label: "News",
    effects: [{ tell: "Respondent", text: "x" }],
  },
  "POST /api/runs/[id]/interviews": { agent: "Respondent-1", text: "Well?" },
  "POST /api/runs/[id]/polls": {
    agentType: "Respondent",
    items: { a: { type: "boolean" } },
    sample: { kind: "random", size: 1, seed: 1 },
  },
  "POST /api/runs/[id]/fork": { round: 1 },
  "POST /api/endpoints": ENDPOINT,
  "PUT /api/endpoints/[id]": ENDPOINT,
  "PATCH /api/endpoints/[id]": { enabled: false },
  "POST /api/endpoints/test": { baseUrl: ENDPOINT.baseUrl, model: "m" },
  "POST /api/projects": { name: "New" },
  "PATCH /api/projects/[id]": { name: "Other", formerName: "First project" },
  "POST /api/invitations": { role: "viewer" },
  "PATCH /api/members/[id]": { role: "viewer" },
  "POST /api/deletions": { kind: "study", id: "STUDY", name: "x" },
  "PUT /api/projects/retention": { archivedStudyDays: null, promptDays: null },
  "PUT /api/projects/budget": { budget: { tokens: 1_000_000_000, money: null }, resume: false },
};
const QUERIES: Readonly<Record<string, string>> = {
  "GET /api/deletions/preview": "?kind=study&id=STUDY",
  "POST /api/datasets": "?name=people&fileName=people.csv",
  "GET /api/projects/retention/preview": "?archivedStudyDays=&promptDays=",
  "GET /api/search": "?text=run",
  "GET /api/runs/[id]/agents": "?type=Respondent",
  "GET /api/runs/[id]/polls/[poll]/answers": "?limit=10",
};

/** What everybody may use, signed in or not: each decides by a secret of its own. */
const PUBLIC = [
  "GET /api/auth/[...all]",
  "GET /api/health",
  "GET /api/metrics",
  "GET /api/setup",
  "GET /api/viewer",
  "POST /api/account/password/reset",
  "POST /api/auth/[...all]",
  "POST /api/invitations/accept",
  "POST /api/invitations/read",
  "POST /api/setup",
];

/** What a person who only reviews may use: their account, projects and reviews, and the guide. */
const OF_ANNOTATORS = [
  "DELETE /api/account/sessions",
  "DELETE /api/account/sessions/[id]",
  "DELETE /api/tokens/[id]",
  "GET /api/account/sessions",
  "GET /api/guide/files/[name]",
  "GET /api/projects",
  // Finds chapters of the guide, and nothing of a project.
  "GET /api/search",
  "GET /api/tokens",
  "POST /api/auth/update-user",
  "POST /api/projects/[id]/open",
  "POST /api/tokens",
  "PUT /api/account/password",
  "PUT /api/runs/[id]/decisions/[version]/[seq]/review",
];

/** What programs cannot use, in addition to what is public. */
const CLOSED_TO_TOKENS = [
  "DELETE /api/account/sessions",
  "DELETE /api/account/sessions/[id]",
  "DELETE /api/endpoints/[id]",
  "DELETE /api/invitations/[id]",
  "DELETE /api/members/[id]",
  "DELETE /api/tokens/[id]",
  "GET /api/account/sessions",
  "GET /api/audit",
  "GET /api/audit/csv",
  "GET /api/deletions",
  "GET /api/deletions/preview",
  "GET /api/disk-use",
  "GET /api/endpoints/[id]/uses",
  "GET /api/guide/files/[name]",
  "GET /api/health/report",
  "GET /api/log",
  "GET /api/projects/retention",
  "GET /api/projects/retention/preview",
  "GET /api/search",
  "GET /api/tokens",
  "PATCH /api/endpoints/[id]",
  "PATCH /api/members/[id]",
  "PATCH /api/projects/[id]",
  "POST /api/auth/update-user",
  "POST /api/deletions",
  "POST /api/deletions/[id]/purge",
  "POST /api/deletions/[id]/undo",
  "POST /api/disk-use",
  "POST /api/endpoints",
  "POST /api/endpoints/test",
  "POST /api/invitations",
  "POST /api/members/[id]/password-link",
  "POST /api/members/[id]/transfer",
  "POST /api/projects",
  "POST /api/projects/[id]/open",
  "POST /api/tokens",
  "PUT /api/account/password",
  "PUT /api/endpoints/[id]",
  "PUT /api/projects/budget",
  "PUT /api/projects/retention",
];

const allRoutes = (): string[] =>
  api.routes
    // Where requests are sent whose path cannot be read: nobody asks for it.
    .filter(({ path }) => path !== "/api/malformed-path")
    .flatMap(({ path, handlers }) => Object.keys(handlers).map((method) => `${method} ${path}`))
    .toSorted();

/** Fills the parameters of a path with objects that exist, as far as there are any. */
const fill = (path: string): string =>
  path
    .split("/")
    .map((part, index, parts) => {
      if (!part.startsWith("[")) return part;
      if (part === "[id]") return ids[parts[index - 1] ?? ""] ?? MISSING;
      const known = {
        "[name]": "survey-experiment",
        "[file]": "manifest.json",
        "[command]": "pause",
        "[version]": "1",
        "[seq]": "0",
      }[part];
      return known ?? MISSING;
    })
    .join("/");

async function statusFor(route: string, headers: Record<string, string>): Promise<number> {
  const [method = "", path = ""] = route.split(" ");
  const withStudy = (text: string): string => text.replace("STUDY", ids["studies"] ?? "");
  const body = BODIES[route];
  const response = await fetch(`${api.url}${fill(path)}${withStudy(QUERIES[route] ?? "")}`, {
    method,
    headers: {
      ...headers,
      ...(method !== "GET" && { origin: api.url }),
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: withStudy(JSON.stringify(body)) }),
  });
  await response.body?.cancel();
  return response.status;
}

describe("an annotator", () => {
  it("gets “not found” from every route that is not theirs", async () => {
    const closed = allRoutes().filter(
      (route) => !PUBLIC.includes(route) && !OF_ANNOTATORS.includes(route),
    );
    const statuses: Record<string, number> = {};
    for (const route of closed)
      statuses[route] = await statusFor(route, { cookie: cookies.annotator });
    expect(statuses).toEqual(Object.fromEntries(closed.map((route) => [route, 404])));
  });

  it("is not kept from what is theirs", async () => {
    for (const route of ["GET /api/projects", "GET /api/account/sessions", "GET /api/tokens"])
      expect(await statusFor(route, { cookie: cookies.annotator }), route).toBe(200);
  });
});

it("finds all routes that the lists above name", () => {
  const routes = allRoutes();
  for (const route of [...PUBLIC, ...OF_ANNOTATORS, ...CLOSED_TO_TOKENS])
    expect(routes).toContain(route);
});

describe("a token", () => {
  it("is refused by every route that is not open to programs, and by no other one", () => {
    const closed = allRoutes().filter((route) => {
      const [method = "", path = ""] = route.split(" ");
      return scopeOfRoute({ method, path: fill(path) }) === null;
    });
    expect(closed).toEqual([...PUBLIC, ...CLOSED_TO_TOKENS].toSorted());
  });

  it("does nothing at a closed route, even for an administrator", async () => {
    const { services } = installation.container;
    const owner = await people.member("owner", { administrator: true });
    const scopes = ["read" as const, "run" as const, "write" as const];
    const { secret } = await services.createToken(owner, { name: "All", scopes, days: 1 });
    const headers = { authorization: `Bearer ${secret}` };
    const statuses: Record<string, number> = {};
    for (const route of CLOSED_TO_TOKENS) statuses[route] = await statusFor(route, headers);
    for (const [route, status] of Object.entries(statuses))
      // The session's own routes know no token, and those with a body may refuse it first.
      expect(route.includes("/api/account/") ? [401, 415] : [403], route).toContain(status);
  });
});
