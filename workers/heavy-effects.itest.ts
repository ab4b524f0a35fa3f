import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { startStudy } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";
import type { ScenarioDocument } from "@/lib/domain/scenario";

type Rules = NonNullable<ScenarioDocument["interventions"]>[number]["do"];

let installation: Installation;
let people: People;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

/** Loops within each other, each over all agents. */
const nested = (depth: number): Rules =>
  depth === 0
    ? [{ stop: "false" }]
    : [{ forEach: "Person", as: `p${depth}`, do: nested(depth - 1) }];

const study = (depth: number): unknown => ({
  schema: "microcosm/scenario/1",
  name: `loops-${depth}`,
  title: "Loops within loops",
  summary: "Everybody meets everybody, with everybody.",
  instructions: "Answer as the person described.",
  rounds: 1,
  agents: { Person: { count: 60, profile: "You are {{ self.id }}.", attributes: {} } },
  phases: [{ id: "meetings", rules: nested(depth) }],
});

async function start(depth: number): Promise<string> {
  const { runIds } = await installation.container.services.startStudy(
    SYSTEM,
    startStudy.parse({ document: study(depth), seed: 1, replicates: 1 }),
  );
  return runIds[0] ?? "";
}

it("a worker keeps its jobs, and does others, while one multiplies its effects", async () => {
  await installation.startWorker();
  const heavy = await start(6);
  await installation.until(heavy, ({ progress }) => progress.stepDone > 0 || progress.round > 0);
  const light = await installation.settled(await start(2));
  expect(light.progress.status).toBe("completed");
  const during = await installation.container.services.getRun(SYSTEM, heavy);
  expect(during.progress.status).toBe("running");

  // Another worker would take over a job whose lock was not renewed.
  await installation.startWorker();
  const { progress } = await installation.settled(heavy);
  expect(progress).toMatchObject({
    status: "failed",
    statusReason: expect.stringMatching(
      /Too many effects in one step.*\/phases\/0\/rules\/0\/do\/0/,
    ) as unknown,
  });
  const { rows } = await people.database.pool.query<{ event: string }>(
    "SELECT event FROM bullmq.event WHERE event = 'stalled'",
  );
  expect(rows).toEqual([]);
});
