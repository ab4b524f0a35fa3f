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
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

let opened: TestContainer;
let people: People;

const services = () => opened.container.services;

beforeAll(async () => {
  opened = await openTestContainer();
  ({ people } = opened);
  await services().createOwner(OWNER, new Headers());
});
afterAll(() => opened.close());

const cookieOf = (headers: Headers): Headers =>
  new Headers({
    cookie: headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  });

async function signIn(userAgent = FIREFOX): Promise<Headers> {
  const request = new Request(`${TEST_APP_URL}/api/auth/sign-in/email`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: TEST_APP_URL,
      "user-agent": userAgent,
    },
    body: JSON.stringify({ email: OWNER.email, password: OWNER.password }),
  });
  return cookieOf((await services().serveSignIn(request)).headers);
}

const isSignedIn = async (session: Headers): Promise<boolean> =>
  (await services().getViewer(session)) !== null;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "yes";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

const othersOf = async (session: Headers) =>
  (await services().listSessions(session)).filter(({ isCurrent }) => !isCurrent);

it("lists the sessions of a person with their devices, the current one first", async () => {
  const first = await signIn();
  const second = await signIn("curl/8.10.1");
  const [current, ...others] = await services().listSessions(second);
  expect(current).toMatchObject({ isCurrent: true, device: "Unknown device" });
  expect(others.every(({ isCurrent }) => !isCurrent)).toBe(true);
  expect(others.map(({ device }) => device)).toContain("Firefox on Linux");
  expect((await services().listSessions(first))[0]).toMatchObject({
    isCurrent: true,
    device: "Firefox on Linux",
  });
  const secret = second.get("cookie")?.split("=")[1]?.split(".")[0] ?? "";
  expect(JSON.stringify(await services().listSessions(second))).not.toContain(secret);
});

it("notes when a session was last seen, and leaves out expired ones", async () => {
  const session = await signIn();
  const seen = async () => (await services().listSessions(session))[0]?.lastSeenAt ?? "";
  const id = (await services().listSessions(session))[0]?.id ?? "";
  await services().getViewer(session);
  const { lastSeenAt } = await people.database.prisma.session.findUniqueOrThrow({ where: { id } });
  expect(await seen()).toBe(lastSeenAt?.toISOString());
  await people.database.prisma.session.update({
    where: { id },
    data: { lastSeenAt: new Date("2026-01-01T00:00:00Z") },
  });
  // Within the same minute, this process does not write again.
  await services().getViewer(session);
  expect(await seen()).toBe("2026-01-01T00:00:00.000Z");

  const other = await signIn();
  await people.database.prisma.session.update({
    where: { id },
    data: { expiresAt: new Date(Date.now() - 1000) },
  });
  expect((await services().listSessions(other)).map((one) => one.id)).not.toContain(id);
});

it("ends another session at once, and says so in the audit log", async () => {
  const session = await signIn();
  const other = await signIn();
  const id = (await services().listSessions(other))[0]?.id ?? "";
  await services().endSession(id, session);
  expect([await isSignedIn(other), await isSignedIn(session)]).toEqual([false, true]);
  const { entries } = await services().listAudit(SYSTEM, {
    action: "account.endSession",
    limit: 1,
  });
  expect(entries[0]).toMatchObject({
    actorName: OWNER.name,
    before: { device: "Firefox on Linux" },
  });
});

it("ends a session once, of two tabs that ask for it", async () => {
  const session = await signIn();
  const other = await signIn();
  const id = (await services().listSessions(other))[0]?.id ?? "";
  const answers = [services().endSession(id, session), services().endSession(id, session)];
  expect((await Promise.all(answers.map(codeOf))).toSorted()).toEqual(["notFound", "yes"]);
});

it("ends neither the session in use nor one of somebody else", async () => {
  const session = await signIn();
  const own = (await services().listSessions(session))[0]?.id ?? "";
  expect(await codeOf(services().endSession(own, session))).toBe("conflict");
  const viewer = await people.member("viewer");
  const theirs = await people.database.prisma.session.create({
    data: {
      id: crypto.randomUUID(),
      token: crypto.randomUUID(),
      userId: viewer.userId,
      expiresAt: new Date(Date.now() + 60_000),
    },
  });
  expect(await codeOf(services().endSession(theirs.id, session))).toBe("notFound");
  expect(await people.database.prisma.session.count({ where: { id: theirs.id } })).toBe(1);
  expect(await codeOf(services().listSessions(new Headers()))).toBe("unauthenticated");
});

it("ends all other sessions, and leaves no entry when there are none", async () => {
  const session = await signIn();
  await signIn();
  const count = (await othersOf(session)).length;
  expect(count).toBeGreaterThan(0);
  expect(await services().endOtherSessions(session)).toEqual({ ended: count });
  expect(await othersOf(session)).toEqual([]);
  expect(await services().endOtherSessions(session)).toEqual({ ended: 0 });
  const { entries } = await services().listAudit(SYSTEM, {
    action: "account.endOtherSessions",
    limit: 10,
  });
  expect(entries.map(({ after }) => after)).toEqual([{ ended: count }]);
});

it("creates an account whose person sets the password by a link", async () => {
  const made = await services().createAccount(SYSTEM, {
    email: "Tom@Example.org",
    name: "Tom",
    role: "viewer",
  });
  expect(made.email).toBe("tom@example.org");
  const again = services().createAccount(SYSTEM, {
    email: "tom@example.org",
    name: "Tom",
    role: "viewer",
  });
  expect(await codeOf(again)).toBe("conflict");
  const token = new URL(made.link).hash.slice(1);
  await services().resetPassword({ token, newPassword: "a long enough word" }, new Headers());
  const account = (await services().listAccounts(SYSTEM)).find(({ email }) => email === made.email);
  expect(account).toMatchObject({ name: "Tom", administrator: false, projects: 1 });
});

it("makes whoever is created as the first owner an administrator", async () => {
  const fresh = await openTestContainer();
  try {
    const create = (email: string) =>
      fresh.container.services.createAccount(SYSTEM, { email, name: "Owner", role: "owner" });
    await create("a@example.org");
    await create("b@example.org");
    const accounts = await fresh.container.services.listAccounts(SYSTEM);
    expect(accounts.map(({ administrator }) => administrator)).toEqual([true, false]);
  } finally {
    await fresh.close();
  }
});
