import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/adapters/db/test-database";
import { parseEnv } from "@/lib/config/env";
import { openContainer, type Container } from "@/lib/container";
import { AppError } from "@/lib/contracts/errors";

const APP = "http://127.0.0.1:3000";
const OWNER = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };

let database: TestDatabase;
const open: Container[] = [];
const databases: TestDatabase[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  databases.push(database);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((container) => container.close()));
});
afterAll(async () => {
  await Promise.all(databases.map((each) => each.drop()));
});

const SECRETS = {
  AUTH_SECRET: randomBytes(32).toString("hex"),
  ENCRYPTION_KEY: randomBytes(32).toString("base64"),
};

/** Opens one process of the installation. */
function openProcess(variables: Record<string, string> = {}): Container {
  const container = openContainer(
    parseEnv({
      DATABASE_URL: database.url,
      APP_URL: APP,
      AUTH_RATE_LIMIT: "off",
      ...SECRETS,
      ...variables,
    }),
    "test",
  );
  open.push(container);
  return container;
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

const post = (
  container: Container,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> =>
  container.services.serveSignIn(
    new Request(`${APP}/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: APP, ...headers },
      body: JSON.stringify(body),
    }),
  );

const cookieOf = (headers: Headers): Headers =>
  new Headers({
    cookie: headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  });

it("makes the first visitor owner and administrator, and signs them in", async () => {
  const { services } = openProcess();
  expect(await services.getSetupState()).toEqual({ needsOwner: true, needsCode: false });
  const { headers } = await services.createOwner(OWNER, new Headers());
  expect(headers.getSetCookie().join()).toMatch(/HttpOnly/i);
  const actor = await services.identify(cookieOf(headers));
  expect(actor).toMatchObject({ kind: "user" });
  const { entries } = await services.listAudit(actor, { limit: 10 });
  expect(entries).toMatchObject([
    { action: "account.createOwner", actorName: "Ada", address: null },
  ]);
  expect(await services.getViewer(cookieOf(headers))).toMatchObject({
    name: "Ada",
    email: "ada@example.org",
    administrator: true,
    project: { name: "First project", role: "owner" },
  });
  expect(await services.listStudies(actor)).toEqual([]);
  expect(await services.getSetupState()).toEqual({ needsOwner: false, needsCode: false });
  expect(
    await refusal(services.createOwner({ ...OWNER, email: "eve@example.org" }, new Headers())),
  ).toMatchObject({ code: "conflict" });
});

it("creates an owner after a first visit that was interrupted", async () => {
  const { services } = openProcess();
  const { headers } = await services.createOwner(OWNER, new Headers());
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("DELETE FROM membership");
  await client.end();
  expect(await services.getSetupState()).toMatchObject({ needsOwner: true });
  await services.createOwner(OWNER, new Headers());
  expect(await services.getSetupState()).toMatchObject({ needsOwner: false });
  expect(await services.getViewer(cookieOf(headers))).toBeNull();
});

it("admits one of many concurrent first visitors, and rejects the others", async () => {
  const processes = [openProcess(), openProcess()];
  const tries = await Promise.allSettled(
    Array.from({ length: 24 }, (_, index) =>
      processes[index % 2]!.services.createOwner(
        { ...OWNER, email: `visitor${index}@example.org` },
        new Headers(),
      ),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of tries)
    if (result.status === "rejected")
      expect(result.reason).toMatchObject({ name: "AppError", code: "conflict" });
});

it("requires the setup code if one is set", async () => {
  const { services } = openProcess({ SETUP_CODE: "teal-otter-42" });
  expect(await services.getSetupState()).toEqual({ needsOwner: true, needsCode: true });
  for (const setupCode of [undefined, "", "teal-otter-4", "TEAL-OTTER-42"]) {
    const error = await refusal(
      services.createOwner(
        { ...OWNER, ...(setupCode !== undefined && { setupCode }) },
        new Headers(),
      ),
    );
    expect(error).toMatchObject({ code: "invalid" });
    expect(error.message).not.toContain("teal-otter-42");
  }
  expect(await services.getSetupState()).toMatchObject({ needsOwner: true });
  await services.createOwner({ ...OWNER, setupCode: "teal-otter-42" }, new Headers());
  expect(await services.getSetupState()).toMatchObject({ needsOwner: false });
});

it("opens a session with the right password until signing out, in every process", async () => {
  const [here, there] = [openProcess(), openProcess()];
  await here.services.createOwner(OWNER, new Headers());
  for (const attempt of [
    { email: OWNER.email, password: "wrong horse battery" },
    { email: "nobody@example.org", password: OWNER.password },
  ]) {
    expect(await refusal(post(here, "sign-in/email", attempt))).toMatchObject({
      code: "unauthenticated",
      message: "Incorrect e-mail address or password. Check both and try again.",
    });
  }
  const entered = await post(here, "sign-in/email", {
    email: OWNER.email,
    password: OWNER.password,
  });
  expect(entered.status).toBe(200);
  const cookie = cookieOf(entered.headers);
  expect(await there.services.identify(cookie)).toEqual(await here.services.identify(cookie));

  const forged = new Headers({
    cookie: cookie.get("cookie")!.replace(/.(?=;|$)/, (last) => (last === "A" ? "B" : "A")),
  });
  for (const outsider of [
    new Headers(),
    forged,
    new Headers({ cookie: "better-auth.session_token=x.y" }),
  ]) {
    expect(await refusal(here.services.identify(outsider))).toMatchObject({
      code: "unauthenticated",
    });
    expect(await here.services.getViewer(outsider)).toBeNull();
  }

  expect((await post(here, "sign-out", {}, { cookie: cookie.get("cookie")! })).status).toBe(200);
  expect(await refusal(there.services.identify(cookie))).toMatchObject({ code: "unauthenticated" });
});

it("answers signing in and out only: all other routes of sessions are closed", async () => {
  const container = openProcess();
  await container.services.createOwner(OWNER, new Headers());
  const { email, password } = OWNER;
  const signedIn = await post(container, "sign-in/email", { email, password });
  const cookie = cookieOf(signedIn.headers).get("cookie")!;
  const eve = { name: "Eve", email: "eve@example.org", password: "correct horse battery" };
  for (const path of [
    "sign-up/email",
    "sign-up/email/",
    "SIGN-UP/email",
    "sign-in/email/",
    "sign-in/social",
    "get-session",
    "update-user",
    "change-email",
    "change-password",
    "delete-user",
    "list-sessions",
    "request-password-reset",
    "ok",
  ])
    expect(await refusal(post(container, path, eve, { cookie })), path).toMatchObject({
      code: "notFound",
    });
  const extra = { email, password, callbackURL: "https://evil.example" };
  expect(await refusal(post(container, "sign-in/email", extra))).toMatchObject({ code: "invalid" });
});
