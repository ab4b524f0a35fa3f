import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { startStudy as contract, type StartStudy } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";

let installation: Installation;
let people: People;
let ann: Person;
beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

const services = () => installation.container.services;
const start = (input: StartStudy) => services().startStudy(SYSTEM, contract.parse(input));
const FIRST: StartStudy = {
  document: liveScenario,
  parameters: { villagers: 3 },
  rounds: 2,
  seed: 11,
  replicates: 2,
  budget: { tokens: 5_000_000, money: null },
  failures: { pauseAfter: 7, tokenCap: null },
};

it("fills the form from a run, and that started again is the same run", async () => {
  const { studyId, runIds } = await start(FIRST);
  ann = await people.member("researcher");
  const [, second = ""] = runIds;
  const { settings, ...design } = await services().getDesign(ann, { run: second }, {});
  expect(design).toMatchObject({
    study: { id: studyId },
    run: { id: second, replicate: 2 },
    isInCurrentProject: true,
    usedVersion: 1,
    version: { number: 1, studies: 1, runs: 2, isTemplate: false },
    defaultRounds: 4,
  });
  expect(settings).toMatchObject({
    parameters: { villagers: 3 },
    rounds: 2,
    // The seed of the second replicate, for one run.
    ...{ seed: 8_388_619, replicates: 1, arms: null, record: "fresh" },
    budget: { tokens: 5_000_000, money: null },
    failures: { pauseAfter: 7, tokenCap: null },
  });
  const { parameters, seed, models } = settings;
  const again = await services().startStudy(ann, {
    ...contract.parse({
      ...{ scenarioVersionId: design.version.id, parameters: { ...parameters }, rounds: 2, seed },
      models: Object.fromEntries(
        Object.entries(models).map(([group, choice]) => [
          group,
          "group" in choice ? { group: choice.group } : { endpointId: choice.endpointId },
        ]),
      ),
    }),
  });
  const [before, after] = await Promise.all(
    [second, again.runIds[0] ?? ""].map((id) => installation.settled(id)),
  );
  expect(after?.progress.status).toBe("completed");
  expect(after?.progress.digest).toBe(before?.progress.digest);
  expect([after?.scenarioId, after?.scenarioVersion]).toEqual([before?.scenarioId, 1]);
});

it("fills the form from a whole study with its arms", async () => {
  const { studyId } = await start({
    ...FIRST,
    parameters: { villagers: 4 },
    arms: [{ name: "large", parameters: { villagers: 6 } }, { name: "small" }],
  });
  const { run, settings } = await services().getDesign(ann, { study: studyId }, {});
  expect(run).toBeNull();
  expect(settings).toMatchObject({
    // Of the arm that does not override it.
    parameters: { villagers: 4 },
    ...{ seed: 11, replicates: 2, rounds: 2 },
    arms: [
      { name: "large", parameters: { villagers: 6 } },
      { name: "small", parameters: {} },
    ],
  });
});

it("lists scenarios with their use; an old version does not bring its title back", async () => {
  const changed = { ...liveScenario, title: "A village without a well", rounds: 3 };
  const { runIds } = await start({ ...FIRST, document: changed, replicates: 1 });
  const [stored] = await services().listScenarios(ann);
  expect(stored?.title).toBe("A village without a well");
  expect(stored?.versions.map(({ number, studies, runs }) => [number, studies, runs])).toEqual([
    [2, 1, 1],
    [1, 3, 7],
  ]);
  const id = stored?.id ?? "";
  const latest = await services().getScenario(ann, id, {});
  expect(latest.runs.map((run) => run.id)).toEqual(runIds);
  expect(latest.document).toEqual(changed);
  const first = await services().getScenario(ann, id, { version: 1 });
  expect([first.parsed.title, first.runs.length]).toEqual([liveScenario.title, 7]);
  const file = await services().getScenarioDocument(ann, id, { version: 1 });
  // As its author wrote it, in the order of its declarations.
  expect(JSON.stringify(file.document)).toBe(JSON.stringify(liveScenario));
  expect(file.fileName).toBe("live-v1.json");
  await start({ scenarioVersionId: first.version.id, seed: 3, rounds: 1 });
  expect((await services().listScenarios(ann))[0]?.title).toBe("A village without a well");
  // The design of a run with another version of its scenario.
  const design = await services().getDesign(ann, { run: runIds[0] ?? "" }, { version: 1 });
  expect([design.usedVersion, design.version.number]).toEqual([2, 1]);
  await expect(services().getScenario(ann, id, { version: 9 })).rejects.toMatchObject({
    code: "notFound",
  });
});

it("starts studies again whose scenario was deleted, as a scenario of its own", async () => {
  const document = { ...liveScenario, name: "gone", title: "Gone" };
  const { studyId } = await start({ ...FIRST, document, replicates: 1 });
  const { scenarioId, isScenarioDeleted } = await services().getStudy(ann, studyId);
  expect(isScenarioDeleted).toBe(false);
  await services().deleteSubject(SYSTEM, { kind: "scenario", id: scenarioId, name: "Gone" });
  const names = async () => (await services().listScenarios(ann)).map(({ name }) => name);
  expect(await names()).not.toContain("gone");
  // Pages of the study and its runs name it, without a link to a page that is gone.
  const left = await services().getStudy(ann, studyId);
  expect(left).toMatchObject({ isScenarioDeleted: true, scenarioTitle: "Gone" });
  expect(await services().getRun(ann, left.runs[0]?.id ?? "")).toMatchObject({
    ...{ isScenarioDeleted: true, scenarioName: "gone" },
  });
  await expect(services().getScenario(ann, scenarioId, {})).rejects.toMatchObject({
    code: "notFound",
  });
  const { version } = await services().getDesign(ann, { study: studyId }, {});
  await start({ scenarioVersionId: version.id, seed: 4, rounds: 1 });
  expect(await names()).toContain("gone");
});

it("tells a template as it is from one that was changed", async () => {
  const small = { template: "survey-experiment", parameters: { respondents: 10, tasks: 1 } };
  await start(small);
  const [stored] = await services().listScenarios(SYSTEM);
  expect([stored?.name, stored?.versions[0]?.isTemplate]).toEqual(["survey-experiment", true]);
});

it("versions of another project cannot be started, read or listed", async () => {
  const outsider = await people.outsider();
  const [stored] = await services().listScenarios(ann);
  const versionId = stored?.versions[0]?.id ?? "";
  for (const id of [versionId, "x", "00000000-0000-7000-8000-000000000000"])
    await expect(
      services().startStudy(outsider, contract.parse({ scenarioVersionId: id })),
    ).rejects.toMatchObject({ code: "notFound" });
  expect(await services().listScenarios(outsider)).toEqual([]);
  await expect(
    services().startStudy(ann, contract.parse({ scenarioVersionId: versionId, template: "x" })),
  ).rejects.toMatchObject({ code: "invalid" });
});
