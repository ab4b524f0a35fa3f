import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { People, Person } from "@/lib/container/testing/people";
import { openTestContainer, type TestContainer } from "@/lib/container/testing/test-container";
import { AppError } from "@/lib/contracts/errors";
import { SYSTEM, type Role } from "@/lib/domain/access";

let opened: TestContainer;
let people: People;
let owner: Person;

const services = () => opened.container.services;

beforeAll(async () => {
  opened = await openTestContainer();
  ({ people } = opened);
  await services().listStudies(SYSTEM);
});
afterAll(() => opened.close());
beforeEach(async () => {
  await people.database.prisma.membership.deleteMany();
  await people.database.prisma.invitation.deleteMany();
  owner = await people.member("owner");
});

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

const tokenOf = (link: string): string => new URL(link).hash.slice(1);

async function invite(role: Role, email?: string): Promise<string> {
  return tokenOf((await services().inviteMember(owner, { role, ...(email && { email }) })).link);
}

let accounts = 0;
const newAccount = () => ({
  name: "Ann",
  email: `ann-${++accounts}@example.org`,
  password: "correct horse battery",
});

const cookieOf = (headers: Headers): Headers =>
  new Headers({
    cookie: headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  });

const rolesNow = async (): Promise<Record<string, Role>> =>
  Object.fromEntries(
    (await services().listMembers(SYSTEM)).members.map(({ userId, role }) => [userId, role]),
  );

it("lets a visitor of a link create an account with the invited role, once", async () => {
  const token = await invite("annotator");
  expect(await services().readInvitation(token, new Headers())).toEqual({
    projectName: "First project",
    role: "annotator",
    email: null,
    visitor: null,
  });
  const account = newAccount();
  const { headers } = await services().acceptInvitation({ token, account }, new Headers());
  expect(await services().getViewer(cookieOf(headers))).toMatchObject({
    email: account.email,
    administrator: false,
    project: { name: "First project", role: "annotator" },
  });
  expect((await services().listMembers(owner)).invitations).toEqual([]);
  for (const work of [
    () => services().readInvitation(token, new Headers()),
    () => services().acceptInvitation({ token, account: newAccount() }, new Headers()),
  ])
    expect(await refusal(work())).toMatchObject({ code: "notFound" });
  const { entries } = await services().listAudit(owner, { action: "member.join", limit: 1 });
  expect(entries).toMatchObject([{ actorName: "Ann", after: { role: "annotator" } }]);
});

it("stores no token, and shows it to nobody after the first answer", async () => {
  const token = await invite("viewer");
  const { rows } = await people.database.pool.query<{ text: string }>(
    `SELECT (SELECT json_agg(i)::text FROM invitation i)
       || (SELECT json_agg(a)::text FROM audit_entry a) AS text`,
  );
  const stored = `${rows[0]?.text}${JSON.stringify(await services().listMembers(owner))}`;
  expect(stored).not.toContain(token);
  expect(rows[0]?.text).toContain(createHash("sha256").update(token).digest("hex"));
});

it("admits one of many visitors who use one link at the same time", async () => {
  const token = await invite("viewer");
  const candidates = Array.from({ length: 8 }, newAccount);
  const tries = await Promise.allSettled(
    candidates.map((account) => services().acceptInvitation({ token, account }, new Headers())),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(Object.values(await rolesNow()).sort()).toEqual(["owner", "viewer"]);
  const created = await people.database.prisma.user.count({
    where: { email: { in: candidates.map(({ email }) => email) } },
  });
  expect(created).toBe(1);
});

it("adds a signed-in member of nothing, and refuses one who is a member already", async () => {
  const account = newAccount();
  const first = await services().acceptInvitation(
    { token: await invite("viewer"), account },
    new Headers(),
  );
  const session = cookieOf(first.headers);
  const token = await invite("researcher");
  expect(await services().readInvitation(token, session)).toMatchObject({
    visitor: { email: account.email },
  });
  expect(await refusal(services().acceptInvitation({ token }, session))).toMatchObject({
    code: "conflict",
  });
  const { members } = await services().listMembers(owner);
  const userId = members.find(({ email }) => email === account.email)?.userId ?? "";
  await services().removeMember(owner, userId);
  await services().acceptInvitation({ token }, session);
  expect((await rolesNow())[userId]).toBe("researcher");
});

it("keeps a link for one address to that address, in any case of letters", async () => {
  const token = await invite("viewer", "Rosa@Example.org");
  const other = newAccount();
  const error = await refusal(
    services().acceptInvitation({ token, account: other }, new Headers()),
  );
  expect(error).toMatchObject({ code: "invalid", problems: [{ pointer: "/account/email" }] });
  expect(await people.database.prisma.user.count({ where: { email: other.email } })).toBe(0);
  await services().acceptInvitation(
    { token, account: { ...other, email: "ROSA@example.org" } },
    new Headers(),
  );
});

it("refuses revoked and expired links, and reveals nothing about unknown ones", async () => {
  const revoked = await services().inviteMember(owner, { role: "viewer" });
  await services().revokeInvitation(owner, revoked.invitation.id);
  const expired = await services().inviteMember(owner, { role: "viewer" });
  await people.database.prisma.invitation.update({
    where: { id: expired.invitation.id },
    data: { expiresAt: new Date(Date.now() - 1000) },
  });
  const messages = new Set<string>();
  for (const token of [tokenOf(revoked.link), tokenOf(expired.link), "unknown", "\0"]) {
    const error = await refusal(services().readInvitation(token, new Headers()));
    expect(error.code).toBe("notFound");
    messages.add(error.message);
  }
  expect(messages.size).toBe(1);
  expect((await services().listMembers(owner)).invitations).toMatchObject([
    { id: expired.invitation.id, expired: true },
  ]);
  expect(await refusal(services().revokeInvitation(owner, revoked.invitation.id))).toMatchObject({
    code: "notFound",
  });
});

it("takes the links of a removed or demoted owner along", async () => {
  const second = await people.member("owner");
  const links = [];
  for (let count = 0; count < 2; count++)
    links.push((await services().inviteMember(second, { role: "owner" })).link);
  await services().changeMemberRole(owner, second.userId, "viewer");
  for (const link of links)
    expect(await refusal(services().readInvitation(tokenOf(link), new Headers()))).toMatchObject({
      code: "notFound",
    });
});

it("keeps an owner in every project, also when two demote each other at once", async () => {
  for (const work of [
    () => services().changeMemberRole(owner, owner.userId, "viewer"),
    () => services().removeMember(owner, owner.userId),
    () => services().removeMember(SYSTEM, owner.userId),
  ])
    expect(await refusal(work())).toMatchObject({ code: "conflict" });

  const second = await people.member("owner");
  const tries = await Promise.allSettled([
    services().changeMemberRole(owner, second.userId, "researcher"),
    services().changeMemberRole(second, owner.userId, "researcher"),
    services().removeMember(owner, second.userId),
    services().removeMember(second, owner.userId),
  ]);
  expect(tries.some(({ status }) => status === "fulfilled")).toBe(true);
  expect(Object.values(await rolesNow()).filter((role) => role === "owner")).toHaveLength(1);
});

it("transfers ownership in one step", async () => {
  const next = await people.member("viewer");
  await services().transferOwnership(owner, next.userId);
  expect(await rolesNow()).toEqual({ [owner.userId]: "researcher", [next.userId]: "owner" });
  expect(await refusal(services().transferOwnership(owner, next.userId))).toMatchObject({
    code: "notFound",
  });
});

it("lets every member leave, and ends access at once", async () => {
  for (const role of ["researcher", "annotator", "viewer"] as const) {
    const member = await people.member(role);
    await services().removeMember(member, member.userId);
    expect(await refusal(services().listMembers(member))).toMatchObject({ code: "notFound" });
  }
  const { entries } = await services().listAudit(owner, { action: "member.leave", limit: 9 });
  expect(entries.map(({ before }) => before?.role)).toEqual(["viewer", "annotator", "researcher"]);
});

it("knows nothing of members of other projects", async () => {
  const outsider = await people.outsider();
  for (const work of [
    () => services().changeMemberRole(owner, outsider.userId, "viewer"),
    () => services().removeMember(owner, outsider.userId),
    () => services().transferOwnership(owner, outsider.userId),
    () => services().removeMember(outsider, owner.userId),
    () => services().changeMemberRole(owner, "nobody", "viewer"),
  ])
    expect(await refusal(work())).toMatchObject({ code: "notFound" });
  expect((await services().listMembers(outsider)).members).toMatchObject([
    { userId: outsider.userId },
  ]);
});
