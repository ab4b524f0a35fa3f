import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { startStudy as contract, type StartStudy } from "@/lib/contracts/runs";
import { SYSTEM, type Actor } from "@/lib/domain/access";

let installation: Installation;
let people: People;
let ann: Person;
let outsider: Person;
let runId: string;
let studyId: string;
const services = () => installation.container.services;
const start = (actor: Actor, input: StartStudy) =>
  services().startStudy(actor, contract.parse({ document: liveScenario, seed: 1, ...input }));

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
  const first = await start(SYSTEM, { name: "Wells 100% dry", parameters: { villagers: 12 } });
  ({ studyId } = first);
  runId = first.runIds[0] ?? "";
  ann = await people.member("viewer");
  outsider = await people.outsider();
  await start(SYSTEM, {
    ...{ name: "Second wells", parameters: { villagers: 3 }, replicates: 2 },
    arms: [{ name: "rain" }, { name: "drought" }],
  });
  await start(outsider, { name: "Foreign wells", parameters: { villagers: 3 } });
  await installation.settled(runId);
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

const studies = async (actor: Actor, text: string) =>
  (await services().search(actor, { text })).studies.map(({ name }) => name);

it("finds studies of the current project by all words, in any case, and by id", async () => {
  expect(await studies(ann, "WELLS")).toEqual(["Second wells", "Wells 100% dry"]);
  expect(await studies(ann, "dry wells")).toEqual(["Wells 100% dry"]);
  expect(await studies(ann, studyId)).toEqual(["Wells 100% dry"]);
  expect(await studies(outsider, "wells")).toEqual(["Foreign wells"]);
  expect(await studies(ann, "foreign")).toEqual([]);
});

it("takes special characters as they are typed", async () => {
  expect(await studies(ann, "100%")).toEqual(["Wells 100% dry"]);
  expect(await studies(ann, "1_0")).toEqual([]);
  expect(await studies(ann, "%")).toEqual(["Wells 100% dry"]);
  expect(await studies(ann, "\\")).toEqual([]);
  expect(await studies(ann, "'; DROP TABLE study; --")).toEqual([]);
  expect(await studies(ann, "\0\ud800")).toEqual([]);
});

it("finds runs by arm and number, and scenarios by title and name", async () => {
  const { runs, scenarios } = await services().search(ann, { text: "drought run 2" });
  expect(runs.map(({ studyName, arm, replicate }) => [studyName, arm, replicate])).toEqual([
    ["Second wells", "drought", 2],
  ]);
  expect(scenarios).toEqual([]);
  const village = await services().search(ann, { text: "village live" });
  expect(village.scenarios.map(({ title }) => title)).toEqual([liveScenario.title]);
  const { digest } = (await services().getRun(ann, runId)).progress;
  const byDigest = await services().search(ann, { text: digest?.slice(0, 10) ?? "" });
  expect(byDigest.runs.map(({ id }) => id)).toEqual([runId]);
  const byId = await services().search(ann, { text: runId });
  expect(byId.runs.map(({ id, arm }) => [id, arm])).toEqual([[runId, null]]);
});

it("finds agents of the run in view only for those who may read it", async () => {
  const agents = async (actor: Actor, text: string, run = runId) =>
    (await services().search(actor, { text, run })).agents.map(({ id }) => id);
  expect(await agents(ann, "villager-1")).toEqual([
    ...["Villager-1", "Villager-10", "Villager-11", "Villager-12"],
  ]);
  expect(await agents(ann, "12")).toEqual(["Villager-12"]);
  expect(await agents(outsider, "12")).toEqual([]);
  expect(await agents(ann, "12", "nonsense")).toEqual([]);
});

it("leaves runs of archived studies out, and marks the studies", async () => {
  await services().archiveStudy(SYSTEM, studyId, true);
  const { studies: found, runs } = await services().search(ann, { text: "wells dry" });
  expect(found.map(({ isArchived }) => isArchived)).toEqual([true]);
  expect(runs).toEqual([]);
  await services().archiveStudy(SYSTEM, studyId, false);
});

it("finds nothing that was deleted, until that is undone", async () => {
  const found = async () => {
    const { studies: names, runs, scenarios } = await services().search(ann, { text: "wells" });
    return [names.length, runs.length, scenarios.length];
  };
  const [study] = (await services().search(ann, { text: "second wells" })).studies;
  const before = await found();
  const input = { kind: "study", id: study?.id ?? "", name: "Second wells" } as const;
  const { id } = await services().deleteSubject(SYSTEM, input);
  expect(await found()).toEqual([1, 1, 0]);
  await services().undoDeletion(SYSTEM, id);
  expect(await found()).toEqual(before);
  expect(before).toEqual([2, 5, 0]);
});

it("annotators, and people without a project, find the guide only", async () => {
  for (const person of [await people.member("annotator"), await people.member(null)]) {
    const { guide, ...others } = await services().search(person, { text: "fork", run: runId });
    expect(guide.length).toBeGreaterThan(0);
    expect(Object.values(others).flat()).toEqual([]);
  }
});
