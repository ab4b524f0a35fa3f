import { afterAll, beforeAll, expect, it } from "vitest";
import type { People } from "@/lib/container/testing/people";
import {
  openTestContainer,
  TEST_APP_URL,
  type TestContainer,
} from "@/lib/container/testing/test-container";
import { AppError } from "@/lib/contracts/errors";
import { SYSTEM } from "@/lib/domain/access";

const OWNER = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };

let opened: TestContainer;
let people: People;
let first: Headers;

const services = () => opened.container.services;

beforeAll(async () => {
  opened = await openTestContainer();
  ({ people } = opened);
  first = cookieOf((await services().createOwner(OWNER, new Headers())).headers);
});
afterAll(() => opened.close());

const cookieOf = (headers: Headers): Headers =>
  new Headers({
    cookie: headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  });

const isSignedIn = async (session: Headers): Promise<boolean> =>
  (await services().getViewer(session)) !== null;

/** Signs in; null when the password is refused. */
async function signIn(password: string): Promise<Headers | null> {
  const request = new Request(`${TEST_APP_URL}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: TEST_APP_URL },
    body: JSON.stringify({ email: OWNER.email, password }),
  });
  try {
    return cookieOf((await services().serveSignIn(request)).headers);
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") return null;
    throw error;
  }
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

const linkFor = async (email: string): Promise<string> =>
  new URL((await services().createPasswordLink(SYSTEM, email)).link).hash.slice(1);

it("changes a password for whoever knows it, and ends the other sessions", async () => {
  const other = await signIn(OWNER.password);
  expect(other).not.toBeNull();
  const change = (currentPassword: string, newPassword: string, session = first) =>
    services().changePassword({ currentPassword, newPassword }, session);
  expect(await refusal(change("wrong horse battery", "a second password"))).toMatchObject({
    code: "invalid",
    problems: [{ pointer: "/currentPassword" }],
  });
  expect(await refusal(change(OWNER.password, "a second password", new Headers()))).toMatchObject({
    code: "unauthenticated",
  });
  expect(await isSignedIn(other!)).toBe(true);

  await change(OWNER.password, "a second password");
  expect(await isSignedIn(first)).toBe(true);
  expect(await isSignedIn(other!)).toBe(false);
  expect(await signIn(OWNER.password)).toBeNull();
  expect(await signIn("a second password")).not.toBeNull();
});

it("sets a password by a link, once, and ends all sessions", async () => {
  const token = await linkFor("Ada@Example.org");
  await services().resetPassword({ token, newPassword: "a third password" }, new Headers());
  expect(await isSignedIn(first)).toBe(false);
  expect(await signIn("a third password")).not.toBeNull();
  const again = services().resetPassword({ token, newPassword: "an evil password" }, new Headers());
  expect(await refusal(again)).toMatchObject({ code: "notFound" });
  expect(await signIn("an evil password")).toBeNull();
});

it("lets one of two people use a link at the same time", async () => {
  const token = await linkFor(OWNER.email);
  const tries = await Promise.allSettled(
    ["the password one", "the password two"].map((newPassword) =>
      services().resetPassword({ token, newPassword }, new Headers()),
    ),
  );
  expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

it("closes a link that was replaced or has expired, and those made before a change", async () => {
  const replaced = await linkFor(OWNER.email);
  const expired = await linkFor(OWNER.email);
  await people.database.prisma.passwordLink.updateMany({ data: { expiresAt: new Date(0) } });
  for (const token of [replaced, expired, "unknown", "\0"])
    expect(
      await refusal(services().resetPassword({ token, newPassword: "0123456789" }, new Headers())),
    ).toMatchObject({ code: "notFound" });

  await services().resetPassword(
    { token: await linkFor(OWNER.email), newPassword: "the next password" },
    new Headers(),
  );
  const open = await linkFor(OWNER.email);
  await services().changePassword(
    { currentPassword: "the next password", newPassword: "the last password" },
    (await signIn("the next password"))!,
  );
  expect(
    await refusal(
      services().resetPassword({ token: open, newPassword: "0123456789" }, new Headers()),
    ),
  ).toMatchObject({ code: "notFound" });
});

it("records changes, and stores neither tokens nor passwords", async () => {
  const token = await linkFor(OWNER.email);
  const { rows } = await people.database.pool.query<{ action: string; text: string }>(
    `SELECT action, row_to_json(a)::text
       || (SELECT json_agg(l)::text FROM password_link l) AS text
     FROM audit_entry a WHERE action LIKE 'account.%'`,
  );
  expect(new Set(rows.map(({ action }) => action))).toEqual(
    new Set([
      "account.createOwner",
      "account.changePassword",
      "account.createPasswordLink",
      "account.resetPassword",
    ]),
  );
  for (const { text } of rows) expect(text).not.toMatch(new RegExp(`${token}|password"|battery`));
});

it("lists accounts and makes links for administrators only", async () => {
  expect(await services().listAccounts(SYSTEM)).toMatchObject([
    { email: OWNER.email, name: OWNER.name, administrator: true, projects: 1 },
  ]);
  expect(await refusal(services().createPasswordLink(SYSTEM, "nobody@example.org"))).toMatchObject({
    code: "notFound",
  });
});
