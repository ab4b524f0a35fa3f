import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { serveApi } from "../_http/testing/serve-api";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { PROJECT_HEADER } from "@/lib/contracts/projects";
import type { NewToken, TokenInput } from "@/lib/contracts/tokens";
import { SYSTEM } from "@/lib/domain/access";

const SMALL = {
  template: "survey-experiment",
  parameters: { respondents: 10, tasks: 1 },
  seed: 1,
  replicates: 1,
};

let installation: Installation;
let people: People;
let api: Awaited<ReturnType<typeof serveApi>>;
let studyId: string;
let owner: Person;

const services = () => installation.container.services;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  ({ studyId } = await services().startStudy(SYSTEM, SMALL));
  api = await serveApi(installation.container);
});
beforeEach(async () => {
  owner = await people.member("owner", { administrator: true });
});
afterAll(async () => {
  await api.close();
  await people.close();
  await installation.close();
});

const create = (person: Person, input: Partial<TokenInput> = {}): Promise<NewToken> =>
  services().createToken(person, { name: "Script", scopes: ["read"], days: 90, ...input });

type Sent = { readonly method?: string; readonly body?: object; readonly headers?: HeadersInit };

async function send(secret: string, path: string, { method = "GET", body, headers }: Sent = {}) {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body && { "content-type": "application/json" }),
      ...Object.fromEntries(new Headers(headers)),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: (): unknown => JSON.parse(text) };
}

const statusOf = async (secret: string, path: string, sent?: Sent): Promise<number> =>
  (await send(secret, path, sent)).status;

it("lets a program read with a token, and change something without an Origin", async () => {
  const { secret, token } = await create(owner, { scopes: ["read", "run"] });
  const read = await send(secret, "/api/studies");
  expect(read.status).toBe(200);
  expect(JSON.stringify(read.json())).toContain(studyId);
  const start = (headers: HeadersInit = {}) =>
    statusOf(secret, "/api/studies", { method: "POST", body: SMALL, headers });
  expect(await start()).toBe(201);
  // Neither does an odd one matter, which programs of some languages send.
  expect(await start({ origin: "http://elsewhere.example" })).toBe(201);
  const { entries } = await services().listAudit(SYSTEM, { action: "study.start", limit: 1 });
  expect(entries[0]?.actorId).toBe(owner.userId);
  const listed = (await services().listTokens(owner)).tokens.find(({ id }) => id === token.id);
  expect(listed).toMatchObject({ lastAddress: "127.0.0.1" });
  expect(listed?.lastUsedAt).not.toBeNull();
});

it("stores and shows a hash and a prefix, never the token", async () => {
  const { secret, token } = await create(owner);
  expect(secret).toMatch(/^mcs_[\w-]{43}$/);
  expect(token.prefix).toBe(secret.slice(0, 10));
  const { rows } = await people.database.pool.query<{ text: string }>(
    `SELECT row_to_json(t)::text AS text FROM api_token t
     UNION ALL SELECT row_to_json(a)::text FROM audit_entry a`,
  );
  for (const { text } of rows) expect(text).not.toContain(secret.slice(4));
  expect(JSON.stringify(await services().listTokens(owner))).not.toContain(secret.slice(10));
});

it("refuses what its scopes do not include, and says which is missing", async () => {
  const { secret } = await create(owner, { scopes: ["write"] });
  const read = await send(secret, "/api/studies");
  expect([read.status, read.text.includes("“read”")]).toEqual([403, true]);
  const { secret: reading } = await create(owner);
  const start = await send(reading, "/api/studies", { method: "POST", body: SMALL });
  expect([start.status, start.text.includes("“run”")]).toEqual([403, true]);
});

it("neither makes tokens nor changes members, accounts and endpoints", async () => {
  const { secret } = await create(owner, { scopes: ["read", "run", "write"] });
  const viewer = await people.member("viewer");
  const attempts: readonly (readonly [string, string, object?])[] = [
    ["GET", "/api/tokens"],
    ["POST", "/api/tokens", { name: "More", scopes: ["read"] }],
    ["PATCH", `/api/members/${viewer.userId}`, { role: "owner" }],
    ["DELETE", `/api/members/${viewer.userId}`],
    ["DELETE", `/api/members/${owner.userId}`],
    ["POST", `/api/members/${viewer.userId}/password-link`],
    ["POST", "/api/invitations", { role: "owner" }],
    ["POST", "/api/endpoints", { name: "x", baseUrl: "http://127.0.0.1:9/v1", model: "m" }],
    ["POST", "/api/projects", { name: "Mine" }],
    ["POST", "/api/auth/update-user", { name: "Other" }],
    ["GET", "/api/audit"],
  ];
  for (const [method, path, body] of attempts)
    expect(await statusOf(secret, path, { method, ...(body && { body }) }), path).toBe(403);
  // The session's own routes know no token.
  expect(await statusOf(secret, "/api/account/sessions")).toBe(401);
  // What a route let through by mistake, services refuse.
  const actor = { ...owner, token: { id: "t", projectId: "p", scopes: ["read" as const] } };
  for (const work of [
    () => services().listTokens(actor),
    () => services().removeMember(actor, viewer.userId),
    () => services().removeMember(actor, owner.userId),
    () => services().createPasswordLink(actor, viewer.userId),
    () => services().createProject(actor, { name: "Mine" }),
    () => services().archiveEndpoint(actor, "x"),
    () => services().getStudy(actor, studyId),
  ])
    await expect(work()).rejects.toMatchObject({ code: "notFound" });
});

it("has the role that its owner has when it is used, and stops with the membership", async () => {
  const person = await people.member("researcher");
  const { secret } = await create(person, { scopes: ["read", "run"] });
  const start = () => statusOf(secret, "/api/studies", { method: "POST", body: SMALL });
  expect(await start()).toBe(201);
  await services().changeMemberRole(owner, person.userId, "viewer");
  expect([await start(), await statusOf(secret, "/api/studies")]).toEqual([404, 200]);
  await services().changeMemberRole(owner, person.userId, "annotator");
  expect(await statusOf(secret, "/api/studies")).toBe(404);
  await services().removeMember(owner, person.userId);
  expect(await statusOf(secret, "/api/templates")).toBe(401);
  // It does not come back with a new invitation.
  const { projectId } = await people.database.prisma.membership.findFirstOrThrow({
    where: { userId: owner.userId },
  });
  await people.database.prisma.membership.create({
    data: { projectId, userId: person.userId, role: "researcher" },
  });
  expect(await statusOf(secret, "/api/studies")).toBe(401);
});

it("sees its own project only, whichever a request names", async () => {
  const { id: otherId } = await services().createProject(owner, { name: "Other" });
  const within = { ...owner, project: { id: otherId, isRequired: true } };
  const other = await services().startStudy(within, SMALL);
  const { secret } = await create(owner);
  expect(await statusOf(secret, `/api/studies/${other.studyId}`)).toBe(404);
  expect(await statusOf(secret, "/api/studies", { headers: { [PROJECT_HEADER]: otherId } })).toBe(
    404,
  );
  const projects = (await send(secret, "/api/projects")).json();
  expect(projects).toHaveLength(1);
  const { secret: inOther } = await create(within);
  const listed = JSON.stringify((await send(inOther, "/api/studies")).json());
  expect([listed.includes(other.studyId), listed.includes(studyId)]).toEqual([true, false]);
});

it("uses the token and not the cookie of a request that has both", async () => {
  const cookie = await people.signIn(owner, installation.authSecret);
  expect((await fetch(`${api.url}/api/audit`, { headers: { cookie } })).status).toBe(200);
  expect(await statusOf("mcs_wrong", "/api/studies", { headers: { cookie } })).toBe(401);
  const { secret } = await create(owner);
  expect(await statusOf(secret, "/api/audit", { headers: { cookie } })).toBe(403);
});

it("stops at once when it is revoked, by its owner or an owner of the project", async () => {
  const person = await people.member("researcher");
  const mine = await create(person);
  const theirs = await create(owner);
  await expect(services().revokeToken(person, theirs.token.id)).rejects.toMatchObject({
    code: "notFound",
  });
  expect((await services().listTokens(person)).tokens.map(({ id }) => id)).toEqual([mine.token.id]);
  expect((await services().listTokens(owner)).tokens.map(({ id }) => id)).toContain(mine.token.id);
  expect(await statusOf(mine.secret, "/api/studies")).toBe(200);
  await services().revokeToken(owner, mine.token.id);
  expect(await statusOf(mine.secret, "/api/studies")).toBe(401);
  await expect(services().revokeToken(person, mine.token.id)).rejects.toMatchObject({
    code: "notFound",
  });
});

it("stops when it expires", async () => {
  const { secret, token } = await create(owner, { days: 1 });
  await people.database.prisma.apiToken.update({
    where: { id: token.id },
    data: { expiresAt: new Date(Date.now() - 1) },
  });
  expect(await statusOf(secret, "/api/studies")).toBe(401);
  const listed = (await services().listTokens(owner)).tokens.find(({ id }) => id === token.id);
  expect(listed?.expired).toBe(true);
});

it("is made for scopes of the role only, and not without end", async () => {
  const viewer = await people.member("viewer");
  await expect(create(viewer, { scopes: ["run"] })).rejects.toMatchObject({
    code: "invalid",
    problems: [{ pointer: "/scopes" }],
  });
  const cookie = await people.signIn(viewer, installation.authSecret);
  const post = async (body: object) =>
    (
      await fetch(`${api.url}/api/tokens`, {
        method: "POST",
        headers: { cookie, origin: api.url, "content-type": "application/json" },
        body: JSON.stringify(body),
      })
    ).status;
  expect(await post({ name: "x", scopes: ["read"] })).toBe(201);
  for (const body of [
    { name: "x", scopes: [] },
    { name: "x", scopes: ["read", "read"] },
    { name: "x", scopes: ["administer"] },
    { name: " ", scopes: ["read"] },
    { name: "x", scopes: ["read"], days: 0 },
    { name: "x", scopes: ["read"], days: 100_000 },
  ])
    expect(await post(body), JSON.stringify(body)).toBe(422);
});

it("refuses the fifty-first token of a person, of two at once too", async () => {
  const person = await people.member("viewer");
  for (let count = 0; count < 49; count += 1) await create(person);
  const last = await Promise.allSettled([create(person), create(person)]);
  expect(last.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

it("limits invalid tokens per address, and locks out none that work", async () => {
  const { secret } = await create(owner);
  expect(await statusOf(secret, "/api/studies")).toBe(200);
  const output = vi.spyOn(process.stderr, "write");
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 40; attempt += 1)
    statuses.push(await statusOf(`mcs_guess-${attempt}`, "/api/studies"));
  expect(statuses[0]).toBe(401);
  expect(statuses.at(-1)).toBe(429);
  expect(await statusOf(secret, "/api/studies")).toBe(200);
  expect(output.mock.calls.flat().join(" ")).not.toMatch(/mcs_/);
  output.mockRestore();
});
