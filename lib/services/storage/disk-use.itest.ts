import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { SYSTEM } from "@/lib/domain/access";

let installation: Installation;
let people: People;
beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

it("measures runs and tables, the largest first, once until it is asked for or old", async () => {
  const { services } = installation.container;
  const started = await services.startStudy(SYSTEM, {
    template: "survey-experiment",
    parameters: { respondents: 10, tasks: 1 },
    seed: 1,
    replicates: 2,
  });
  for (const id of started.runIds) await installation.settled(id);
  const [large = "", small = ""] = started.runIds;
  await people.database.pool.query(
    `INSERT INTO row_version (run, "table", ordinal, version, round, row, data)
     SELECT (SELECT key FROM run WHERE id = $1), 'Filler', n, 0, 0, n::text, '{"a": 1}'
     FROM generate_series(1, 20000) AS n`,
    [large],
  );
  async function* file(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("name\nAnn\n");
  }
  await services.uploadDataset(SYSTEM, { name: "people", fileName: "x.csv" }, file());
  const unknown = await services.getDiskUse(SYSTEM);
  expect(unknown).toMatchObject({ measuredAt: null, isMeasuring: true });
  expect(unknown.studies[0]?.bytes).toBeNull();
  expect(unknown.studies[0]?.runs.map(({ bytes }) => bytes)).toEqual([null, null]);
  expect(await services.measureDiskUse()).toBe(true);
  expect(await services.measureDiskUse()).toBe(false);

  const use = await services.getDiskUse(SYSTEM);
  expect(use.isMeasuring).toBe(false);
  const [study] = use.studies;
  expect(study?.runs.map(({ id }) => id)).toEqual([large, small]);
  const [first, second] = study?.runs.map(({ bytes }) => bytes ?? 0) ?? [];
  expect(first!).toBeGreaterThan(1_000_000);
  expect(second!).toBeGreaterThan(0);
  expect(study?.bytes).toBe(first! + second!);
  expect(use.tables).toMatchObject([{ name: "people", isRetained: false }]);
  expect(use.projects[0]?.bytes).toBe((study?.bytes ?? 0) + (use.tables[0]?.bytes ?? 0));
  expect(use.databaseBytes).toBeGreaterThan(study?.bytes ?? 0);
  expect(use.hiddenBytes).toBe(0);

  // What is deleted leaves the list, and counts as such until it is removed.
  const { id } = await services.deleteSubject(SYSTEM, { kind: "run", id: large });
  const hidden = await services.getDiskUse(SYSTEM);
  expect(hidden.hiddenBytes).toBe(first!);
  expect(hidden.studies[0]?.runs.map((run) => run.id)).toEqual([small]);
  await services.purgeNow(SYSTEM, id);
  await services.purgeDeletions();
  expect((await services.getDiskUse(SYSTEM)).hiddenBytes).toBe(0);

  await services.requestDiskMeasurement(SYSTEM);
  expect((await services.getDiskUse(SYSTEM)).isMeasuring).toBe(true);
  expect(await services.measureDiskUse()).toBe(true);
  expect((await services.getDiskUse(SYSTEM)).isMeasuring).toBe(false);

  // A person sees the projects they can read, an administrator all of them.
  const outsider = await people.outsider();
  expect((await services.getDiskUse(outsider)).projects.map(({ name }) => name)).toEqual([
    "Another project",
  ]);
  const administrator = await people.member("owner", { administrator: true });
  expect((await services.getDiskUse(administrator)).projects).toHaveLength(2);
});
