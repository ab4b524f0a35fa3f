import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/db/test-database";
import { parseEnv } from "@/lib/config/env";
import { openContainer, type Container } from "@/lib/container";
import { TEST_APP_URL } from "@/lib/container/testing/test-container";
import {
  startOidcServer,
  type Identity,
  type OidcServer,
} from "@/lib/container/testing/oidc-server";
import { openPeople, type People } from "@/lib/container/testing/people";
import { oidcStart } from "@/lib/contracts/account";
import { SYSTEM } from "@/lib/domain/access";
import { serveApi } from "../_http/testing/serve-api";

const OWNER = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };
const ANN: Identity = { email: "Ann@Example.org", email_verified: true, name: "Ann Lee" };

let server: OidcServer;
let database: TestDatabase;
let people: People;
let container: Container;
let api: Awaited<ReturnType<typeof serveApi>>;

beforeAll(async () => {
  server = await startOidcServer(`${TEST_APP_URL}/api/auth/callback/oidc`);
});
afterAll(() => server.close());

const secrets = {
  AUTH_SECRET: randomBytes(32).toString("hex"),
  ENCRYPTION_KEY: randomBytes(32).toString("base64"),
};

async function open(variables: Readonly<Record<string, string>>): Promise<void> {
  container = openContainer(
    parseEnv({
      DATABASE_URL: database.url,
      APP_URL: TEST_APP_URL,
      AUTH_RATE_LIMIT: "off",
      ...secrets,
      ...variables,
    }),
    "test",
  );
  api = await serveApi(container);
}
const settings = () => ({
  OIDC_ISSUER: server.issuer,
  OIDC_CLIENT_ID: server.clientId,
  OIDC_CLIENT_SECRET: server.clientSecret,
  OIDC_ALLOWED_DOMAINS: "lab.example",
});

/** Opens the app again with other settings, on the same database. */
async function reopen(variables: Readonly<Record<string, string>>): Promise<void> {
  await api.close();
  await container.close();
  await open(variables);
}

beforeEach(async () => {
  database = await createTestDatabase();
  people = openPeople(database.url);
  await open(settings());
  await container.services.createOwner(OWNER, new Headers());
  server.identities.clear();
  server.publishesOtherKeys = false;
});
afterEach(async () => {
  await people.close();
  await api.close();
  await container.close();
  await database.drop();
});

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .filter((pair) => !pair.endsWith("="))
    .join("; ");

const post = (path: string, body: object, cookie = ""): Promise<Response> =>
  fetch(`${api.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: api.url, cookie },
    body: JSON.stringify(body),
  });

/** Begins at the app and signs in at the server; returns where that leads back to. */
async function goToServer(
  sub: string | null,
  next = "/data",
): Promise<{ back: URL; cookie: string }> {
  server.present = sub;
  const started = await post("/api/auth/sign-in/social", { next });
  expect(started.status).toBe(200);
  const { url } = oidcStart.parse(await started.json());
  return { back: await server.visit(url), cookie: cookiesOf(started) };
}

/** Follows the return of the server, as the browser that began. */
async function comeBack({ back, cookie }: { back: URL; cookie: string }) {
  expect(`${back.origin}${back.pathname}`).toBe(`${TEST_APP_URL}/api/auth/callback/oidc`);
  const response = await fetch(`${api.url}${back.pathname}${back.search}`, {
    redirect: "manual",
    headers: { cookie },
  });
  const location = new URL(response.headers.get("location") ?? "", TEST_APP_URL);
  return {
    status: response.status,
    path: location.pathname,
    error: location.searchParams.get("error"),
    session: new Headers({ cookie: cookiesOf(response) }),
  };
}

async function signIn(sub: string, identity: Identity) {
  server.identities.set(sub, identity);
  return comeBack(await goToServer(sub));
}

const invite = (email: string, role: "researcher" | "viewer" = "researcher") =>
  container.services.inviteMember(SYSTEM, { role, email });
const users = () => people.database.prisma.user.findMany({ include: { accounts: true } });
const signInWithPassword = async (password = OWNER.password): Promise<number> =>
  (await post("/api/auth/sign-in/email", { email: OWNER.email, password })).status;
const connections = async (): Promise<number> =>
  (await container.services.listAudit(SYSTEM, { action: "account.connect", limit: 10 })).entries
    .length;

describe("an invited address", () => {
  it("gets an account with its membership, and continues where it began", async () => {
    await invite("ann@example.org");
    const entered = await signIn("ann", ANN);
    expect(entered).toMatchObject({ status: 302, path: "/data", error: null });
    const viewer = await container.services.getViewer(entered.session);
    expect(viewer).toMatchObject({
      name: "Ann Lee",
      email: "ann@example.org",
      administrator: false,
      project: { role: "researcher" },
    });
    const { entries } = await container.services.listAudit(SYSTEM, { limit: 10 });
    expect(entries.slice(0, 2).map(({ action, actorName }) => [action, actorName])).toEqual([
      ["member.join", "Ann Lee"],
      ["account.connect", "Ann Lee"],
    ]);
  });

  it("keeps nothing of the server's tokens", async () => {
    await invite("ann@example.org");
    await signIn("ann", ANN);
    await signIn("ann", ANN);
    const account = (await users())
      .flatMap(({ accounts }) => accounts)
      .find(({ providerId }) => providerId === "oidc");
    expect(account).toMatchObject({
      accountId: "ann",
      accessToken: null,
      refreshToken: null,
      idToken: null,
    });
  });

  it("is the same account at the next sign-in, and joins by further invitations", async () => {
    await invite("ann@example.org", "viewer");
    const first = await signIn("ann", ANN);
    const owner = await people.member("owner");
    const { id: other } = await container.services.createProject(owner, { name: "Other" });
    await container.services.inviteMember(
      { ...owner, project: { id: other, isRequired: true } },
      { role: "annotator", email: "ann@example.org" },
    );
    const again = await signIn("ann", { ...ANN, name: "Ann Lee-Jones" });
    const [before, after] = await Promise.all(
      [first, again].map(({ session }) => container.services.getViewer(session)),
    );
    expect(after?.id).toBe(before?.id);
    expect(after?.projects.map(({ role }) => role)).toEqual(["viewer", "annotator"]);
    expect(await users()).toHaveLength(3);
    expect(await connections()).toBe(1);
  });

  it("is refused while it is not verified", async () => {
    await invite("ann@example.org");
    const entered = await signIn("ann", { ...ANN, email_verified: false });
    expect(entered).toMatchObject({ path: "/sign-in", error: "email_not_verified" });
    expect(await users()).toHaveLength(1);
    expect(await container.services.getViewer(entered.session)).toBeNull();
  });
});

describe("an address without an invitation", () => {
  it("gets no account", async () => {
    await invite("somebody.else@example.org");
    const entered = await signIn("ann", ANN);
    expect(entered).toMatchObject({ path: "/sign-in", error: "not_invited" });
    expect(await users()).toHaveLength(1);
    expect(await container.services.getViewer(entered.session)).toBeNull();
  });

  it("gets an account without a project in an allowed domain, and only in that", async () => {
    const entered = await signIn("bob", { ...ANN, email: "bob@Lab.example" });
    expect(entered).toMatchObject({ path: "/data", error: null });
    expect(await container.services.getViewer(entered.session)).toMatchObject({ project: null });
    for (const email of ["eve@evil-lab.example", "eve@lab.example.evil", "lab.example@evil.org"])
      expect((await signIn(email, { ...ANN, email })).error, email).toBe("not_invited");
  });

  it("cannot set up an installation", async () => {
    await people.database.prisma.membership.deleteMany();
    const entered = await signIn("bob", { ...ANN, email: "bob@lab.example" });
    expect(entered.error).toBe("not_set_up");
  });
});

describe("an account with the same address", () => {
  const ADA: Identity = { email: OWNER.email, email_verified: true };

  it("is connected, keeps its role, and loses what it had before that", async () => {
    const before = await post("/api/auth/sign-in/email", {
      email: OWNER.email,
      password: OWNER.password,
    });
    const old = new Headers({ cookie: cookiesOf(before) });
    const entered = await signIn("ada", ADA);
    const viewer = await container.services.getViewer(entered.session);
    expect(viewer).toMatchObject({ email: OWNER.email, administrator: true });
    expect(await container.services.getViewer(old)).toBeNull();
    expect(await signInWithPassword()).toBe(401);

    // A password that is set after that stays.
    const { link } = await container.services.createPasswordLink(SYSTEM, OWNER.email);
    const token = new URL(link).hash.slice(1);
    const newPassword = "a new long password";
    await container.services.resetPassword({ token, newPassword }, new Headers());
    expect((await signIn("ada", ADA)).error).toBeNull();
    expect(await signInWithPassword(newPassword)).toBe(200);
    expect(await connections()).toBe(1);
  });

  it("is not touched by an address that is not verified", async () => {
    const entered = await signIn("eve", { ...ADA, email_verified: false });
    expect([entered.path, entered.error]).toEqual(["/sign-in", "account_not_linked"]);
    expect(await container.services.getViewer(entered.session)).toBeNull();
    expect(await signInWithPassword()).toBe(200);
    expect(await connections()).toBe(0);
  });
});

describe("a return of the server", () => {
  it("says that the person refused", async () => {
    const entered = await comeBack(await goToServer(null));
    expect(entered).toMatchObject({ path: "/sign-in", error: "access_denied" });
  });

  it("opens a session only in the browser that began, and once", async () => {
    server.identities.set("ada", { email: OWNER.email, email_verified: true });
    const began = await goToServer("ada");
    const elsewhere = await comeBack({ ...began, cookie: "" });
    expect([elsewhere.path, elsewhere.error]).toEqual(["/sign-in", "state_mismatch"]);
    const other = await goToServer("ada");
    const mixed = await comeBack({ back: began.back, cookie: other.cookie });
    expect([mixed.path, mixed.error]).toEqual(["/sign-in", "state_mismatch"]);
    expect((await comeBack(began)).error).toBeNull();
    expect((await comeBack(began)).error).toBe("invalid_code");
  });

  it("is not believed when it is signed with other keys than those of the server", async () => {
    server.publishesOtherKeys = true;
    await reopen(settings());
    const entered = await signIn("ada", { email: OWNER.email, email_verified: true });
    expect([entered.path, entered.error]).toEqual(["/sign-in", "unable_to_get_user_info"]);
    expect(await container.services.getViewer(entered.session)).toBeNull();
  });
});

it("leads to no page of another site", async () => {
  for (const next of ["https://evil.example", "//evil.example", "/\\evil.example", "data"])
    expect((await post("/api/auth/sign-in/social", { next })).status, next).toBe(422);
  for (const body of [{ provider: "google" }, { next: "/x", idToken: { token: "x" } }])
    expect((await post("/api/auth/sign-in/social", body)).status).toBe(422);
});

it("leaves the password to those whose server cannot be reached", async () => {
  await reopen({ ...settings(), OIDC_ISSUER: "http://127.0.0.1:9" });
  const started = await post("/api/auth/sign-in/social", {});
  expect([started.status, await started.text()]).toEqual([503, expect.stringContaining("reached")]);
  expect(await signInWithPassword()).toBe(200);
});

it("is closed where no server is set", async () => {
  await reopen({});
  expect((await post("/api/auth/sign-in/social", {})).status).toBe(404);
  expect((await fetch(`${api.url}/api/auth/callback/oidc?code=x&state=y`)).status).toBe(404);
  expect(container.services.getSignInOptions()).toEqual({ oidcLabel: null });
});
