import { afterAll, beforeAll, expect, it } from "vitest";
import type { People, Person } from "@/lib/container/testing/people";
import { openTestContainer, type TestContainer } from "@/lib/container/testing/test-container";
import { AppError } from "@/lib/contracts/errors";
import { PROJECT_COOKIE, PROJECT_HEADER } from "@/lib/contracts/projects";
import { SYSTEM, type Actor } from "@/lib/domain/access";

let opened: TestContainer;
let people: People;

const services = () => opened.container.services;

beforeAll(async () => {
  opened = await openTestContainer();
  ({ people } = opened);
  await services().listStudies(SYSTEM);
});
afterAll(() => opened.close());

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "yes";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

const within = (person: Person, id: string, isRequired = true): Actor => ({
  ...person,
  project: { id, isRequired },
});

async function upload(actor: Actor, name: string): Promise<string> {
  async function* file(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("name\nAnn\n");
  }
  return (await services().uploadDataset(actor, { name, fileName: "x.csv" }, file())).id;
}
const tables = async (actor: Actor): Promise<string[]> =>
  (await services().listDatasets(actor)).datasets
    .filter(({ isSample }) => !isSample)
    .map(({ name }) => name);

it("keeps lists and new things to the current project", async () => {
  const rosa = await people.member("researcher");
  const second = await services().createProject(rosa, { name: "Second" });
  expect(second.role).toBe("owner");
  await upload(within(rosa, second.id), "theirs");
  await upload(rosa, "shared");
  expect(await tables(within(rosa, second.id))).toEqual(["theirs"]);
  expect(await tables(rosa)).toEqual(["shared"]);
  expect((await services().listMembers(within(rosa, second.id))).members).toMatchObject([
    { userId: rosa.userId, role: "owner" },
  ]);
  const { entries } = await services().listAudit(within(rosa, second.id), { limit: 10 });
  expect(entries.map(({ action }) => action)).toEqual(["dataset.upload", "project.create"]);
});

it("opens things of every project that one is a member of, whichever is current", async () => {
  const rosa = await people.member("researcher");
  const second = await services().createProject(rosa, { name: "Second" });
  const id = await upload(within(rosa, second.id), "theirs");
  expect((await services().getDataset(rosa, id)).name).toBe("theirs");
});

it("shows members of one project nothing of another", async () => {
  const rosa = await people.member("researcher");
  const tom = await people.member("owner");
  const second = await services().createProject(rosa, { name: "Second" });
  const id = await upload(within(rosa, second.id), "theirs");
  for (const work of [
    () => services().getDataset(tom, id),
    () => services().openProject(tom, second.id),
    () => services().listDatasets(within(tom, second.id)),
    () => services().listStudies(within(tom, second.id)),
    () => services().listMembers(within(tom, second.id)),
    () => services().inviteMember(within(tom, second.id), { role: "owner" }),
    () => services().renameProject(tom, second.id, { name: "x", formerName: "Second" }),
  ])
    expect(await codeOf(work)).toBe("notFound");
  // A project opened in this browser by somebody else only falls back to one's own.
  expect(await tables(within(tom, second.id, false))).not.toContain("theirs");
  expect((await services().listProjects(tom)).map(({ name }) => name)).toEqual(["First project"]);
});

it("renames for one of two people who saw the same name", async () => {
  const rosa = await people.member("researcher");
  const { id } = await services().createProject(rosa, { name: "Second" });
  const rename = (name: string) => () =>
    services().renameProject(rosa, id, { name, formerName: "Second" });
  const codes = await Promise.all(["Third", "Fourth"].map((name) => codeOf(rename(name))));
  expect(codes.sort()).toEqual(["conflict", "yes"]);
});

it("takes the project from the header, else a member's cookie, else the oldest", async () => {
  const account = { name: "Ann", email: "ann@example.org", password: "correct horse battery" };
  // A fresh installation has no owner.
  await people.database.prisma.membership.deleteMany();
  const { headers } = await services().createOwner(account, new Headers());
  const session = headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
  const send = (cookie = "", further: Record<string, string> = {}) =>
    new Headers({ cookie: [session, cookie].filter((part) => part !== "").join("; "), ...further });
  const second = await services().createProject(await services().identify(send()), {
    name: "Second",
  });
  const opened = `${PROJECT_COOKIE}=${second.id}`;
  const foreign = "00000000-0000-7000-8000-000000000000";
  const viewed = async (request: Headers) => (await services().getViewer(request))?.project?.name;
  const worked = async (request: Headers) =>
    (await services().listMembers(await services().identify(request))).projectName;
  for (const read of [viewed, worked]) {
    expect(await read(send())).toBe("First project");
    expect(await read(send(opened))).toBe("Second");
    expect(await read(send(`${PROJECT_COOKIE}=${foreign}`))).toBe("First project");
    expect(await read(send(`${PROJECT_COOKIE}=%00'`))).toBe("First project");
    expect(await read(send("", { [PROJECT_HEADER]: second.id }))).toBe("Second");
  }
  // A request that names a project never reaches another one.
  const strict = send(opened, { [PROJECT_HEADER]: foreign });
  expect(await codeOf(() => worked(strict))).toBe("notFound");
  expect(await viewed(strict)).toBeUndefined();
});
