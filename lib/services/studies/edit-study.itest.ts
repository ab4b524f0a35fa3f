import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { SYSTEM } from "@/lib/domain/access";

let installation: Installation;
let people: People;
let ann: Person;
let ben: Person;
let studyId: string;
let runId: string;
const SMALL = {
  template: "survey-experiment",
  parameters: { respondents: 10, tasks: 1 },
  seed: 1,
  replicates: 1,
};
const services = () => installation.container.services;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  const started = await services().startStudy(SYSTEM, SMALL);
  ({ studyId } = started);
  runId = started.runIds[0] ?? "";
  ann = await people.member("researcher");
  ben = await people.member("researcher");
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

it("when two people edit at once, the second is told who saved what; nothing is lost", async () => {
  const edit = (who: Person, revision: number, name: string) =>
    services().editStudy(who, studyId, { revision, name, description: "Why", tags: ["a", "b"] });
  const { revision } = await services().getStudy(SYSTEM, studyId);
  const outcomes = await Promise.allSettled([
    edit(ann, revision, "Theirs"),
    edit(ben, revision, "Mine"),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = outcomes.find((outcome) => outcome.status === "rejected");
  const present = await services().getStudy(SYSTEM, studyId);
  expect(refused?.reason).toMatchObject({ code: "conflict" });
  expect(String(refused?.reason)).toContain(`called “${present.name}”, with the tags a, b`);
  expect(String(refused?.reason)).toContain("Somebody changed this study");
  expect(present).toMatchObject({ description: "Why", tags: ["a", "b"], revision: revision + 1 });
  // Having seen that, the second may save over it.
  await edit(ben, present.revision, "Mine");
  expect((await services().getStudy(SYSTEM, studyId)).name).toBe("Mine");
  expect((await services().getRun(SYSTEM, runId)).studyName).toBe("Mine");
  expect(await services().listStudyTags(ann)).toEqual(["a", "b"]);
});

it("a study with active runs is not archived", async () => {
  await expect(services().archiveStudy(ann, studyId, true)).rejects.toMatchObject({
    code: "conflict",
  });
  expect((await services().getStudy(SYSTEM, studyId)).isArchived).toBe(false);
});

it("lists leave archived studies out, unless they are requested", async () => {
  await services().commandRun(SYSTEM, runId, "cancel");
  const other = await services().startStudy(SYSTEM, SMALL);
  await services().archiveStudy(ann, studyId, true);
  const ids = async (archived: "no" | "only" | "all") =>
    (await services().listStudies(ben, { archived })).map(({ id }) => id);
  expect(await ids("no")).toEqual([other.studyId]);
  expect(await ids("only")).toEqual([studyId]);
  expect(await ids("all")).toEqual([other.studyId, studyId]);
  expect((await services().listStudies(ben)).map(({ id }) => id)).toEqual([other.studyId]);
  // Its pages stay.
  expect((await services().getStudy(ben, studyId)).isArchived).toBe(true);
  await services().archiveStudy(ann, studyId, false);
  expect(await ids("only")).toEqual([]);
});
