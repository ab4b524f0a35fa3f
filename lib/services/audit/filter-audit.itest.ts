import { afterAll, beforeAll, expect, it } from "vitest";
import type { People, Person } from "@/lib/container/testing/people";
import { openTestContainer, type TestContainer } from "@/lib/container/testing/test-container";
import { NO_PERSON, type AuditListFilter } from "@/lib/contracts/audit";
import { SYSTEM } from "@/lib/domain/access";

let opened: TestContainer;
let people: People;
let owner: Person;
let tom: Person;
/** Between the changes of the owner and those of Tom. */
let between: string;

const services = () => opened.container.services;

beforeAll(async () => {
  opened = await openTestContainer();
  ({ people } = opened);
  await services().listStudies(SYSTEM, { archived: "no" });
  owner = { ...(await people.member("owner")), address: "192.0.2.7" };
  tom = await people.member("owner");
  await services().updateProfile(tom, { name: '=HYPERLINK("http://evil.example")' });
  const viewer = await people.member("viewer");
  await services().changeMemberRole(owner, viewer.userId, "researcher");
  await services().inviteMember(owner, { role: "viewer", email: "ann@example.org" });
  // Ids are ordered by the millisecond.
  for (const now = Date.now(); Date.now() === now;) await new Promise(setImmediate);
  between = new Date().toISOString();
  await services().removeMember(tom, viewer.userId);
  await services().inviteMember(SYSTEM, { role: "annotator" });
});
afterAll(() => opened.close());

const actionsFor = async (filter: AuditListFilter): Promise<string[]> =>
  (await services().listAudit(owner, { ...filter, limit: 100 })).entries.map(
    ({ action }) => action,
  );

async function readFile(filter: AuditListFilter = {}): Promise<string[]> {
  const { content } = await services().exportAudit(owner, filter);
  let text = "";
  for await (const chunk of content) text += new TextDecoder().decode(chunk);
  return text.trimEnd().split("\n");
}

it("selects entries by person, object, action and time, and by all of them together", async () => {
  expect(await actionsFor({ actor: owner.userId })).toEqual(["member.invite", "member.changeRole"]);
  expect(await actionsFor({ actor: tom.userId })).toEqual(["member.remove"]);
  expect(await actionsFor({ actor: NO_PERSON })).toEqual(["member.invite"]);
  expect(await actionsFor({ kind: "member", until: between })).toEqual([
    "member.invite",
    "member.changeRole",
  ]);
  expect(await actionsFor({ kind: "study" })).toEqual([]);
  expect(await actionsFor({ since: between })).toEqual(["member.invite", "member.remove"]);
  expect(
    await actionsFor({ action: "member.invite", actor: owner.userId, until: between }),
  ).toEqual(["member.invite"]);
  expect(await actionsFor({ actor: owner.userId, since: between })).toEqual([]);
  await expect(actionsFor({ since: between, until: between })).rejects.toMatchObject({
    code: "invalid",
    problems: [{ pointer: "/until" }],
  });
});

it("describes entries with the present names of what they changed", async () => {
  const { entries } = await services().listAudit(owner, { action: "member.changeRole", limit: 1 });
  expect(entries[0]).toMatchObject({
    description: "Changed the role of Somebody from viewer to researcher",
    subjectName: "Somebody",
    actorName: "Somebody",
    address: "192.0.2.7",
  });
});

it("lists the people with entries in the project, and no others", async () => {
  const listed = await services().listAuditPeople(owner);
  expect(listed.map(({ id }) => id).toSorted()).toEqual([owner.userId, tom.userId].toSorted());
  expect(await services().listAuditPeople(await people.outsider())).toEqual([]);
});

it("writes what is filtered as a file that no spreadsheet runs", async () => {
  const [header, ...rows] = await readFile();
  expect(header).toBe(
    "time_utc,person,person_id,address,scope,kind,action,object_id,object,description,before,after",
  );
  expect(rows).toHaveLength(4);
  expect(await readFile({ actor: tom.userId })).toHaveLength(2);
  const [, removed] = await readFile({ actor: tom.userId });
  expect(removed).toContain(`,"'=HYPERLINK(""http://evil.example"")",${tom.userId},`);
  const [, changed] = await readFile({ action: "member.changeRole" });
  expect(changed).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,Somebody,.*,192\.0\.2\.7,project,member,/);
  expect(changed).toContain(",Role: viewer,Role: researcher");
});

it("takes the project of the file from its query, for members of it only", async () => {
  const { id } = await services().createProject(owner, { name: "Other" });
  const { content } = await services().exportAudit(owner, { project: id });
  let text = "";
  for await (const chunk of content) text += new TextDecoder().decode(chunk);
  expect(text.trimEnd().split("\n")).toHaveLength(2);
  expect(text).toContain("project.create");
  await expect(services().exportAudit(tom, { project: id })).rejects.toMatchObject({
    code: "notFound",
  });
});

it("writes logs of many pages in full, each entry once, the latest first", async () => {
  await people.database.pool.query(
    `INSERT INTO audit_entry (id, project_id, actor_id, action, subject_id)
     SELECT uuidv7(n * interval '-1 minute'), (SELECT id FROM project ORDER BY created_at LIMIT 1),
       $1, 'run.pause', gen_random_uuid()::text FROM generate_series(1, 1200) AS n`,
    [owner.userId],
  );
  const [, ...rows] = await readFile({ action: "run.pause" });
  expect(new Set(rows).size).toBe(1200);
  const times = rows.map((row) => row.split(",", 1)[0] ?? "");
  expect(times).toEqual(times.toSorted().toReversed());
  expect(rows[0]).toContain("Paused a deleted run");
});
