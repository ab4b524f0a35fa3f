import { afterAll, beforeAll, expect, it } from "vitest";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { AppError } from "@/lib/contracts/errors";
import type { InterventionInput, LiveIntervention } from "@/lib/contracts/interventions";
import { SYSTEM } from "@/lib/domain/access";
import { setEffects, tellEffects } from "@/lib/domain/intervention";

const VILLAGERS = 12;
/** Each of them judges, and in the evening visits or rests. */
const DECISIONS_OF_ROUND = 2 * VILLAGERS;

let installation: Installation;
let people: People;
let undisturbed: string | null;

const services = () => installation.container.services;
const start = async (): Promise<string> =>
  (
    await services().startStudy(SYSTEM, {
      document: liveScenario,
      parameters: { villagers: VILLAGERS },
      seed: 3,
      replicates: 1,
    })
  ).runIds[0] ?? "";
const finished = async (runId: string) => {
  installation.gate.release();
  const run = await installation.settled(runId);
  expect(run.progress).toMatchObject({ status: "completed", statusReason: null });
  return run;
};
/** Starts a run that stays in the first step of a round until the gate is released. */
const startHeldIn = async (round: number): Promise<string> => {
  installation.gate.hold((round - 1) * DECISIONS_OF_ROUND + 4);
  const runId = await start();
  await installation.gate.untilHeld();
  await installation.until(runId, ({ progress }) => progress.round === round);
  return runId;
};
const intervene = (
  runId: string,
  label: string,
  effects: InterventionInput["effects"],
): Promise<LiveIntervention> => services().intervene(SYSTEM, runId, { label, effects });

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

/** Returns the prompt of an agent in a round. */
async function promptOf(runId: string, agent: string, round: number): Promise<string> {
  const { rows } = await services().listDecisions(SYSTEM, runId, {
    limit: 10,
    agent,
    round,
    phase: "judging",
  });
  return (
    (
      await services().getDecision(SYSTEM, {
        runId,
        version: rows[0]?.version ?? -1,
        seq: rows[0]?.seq ?? -1,
      })
    ).prompt ?? ""
  );
}

beforeAll(async () => {
  installation = await openInstallation({ callsAtOnce: 4 });
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
  undisturbed = (await finished(await start())).progress.digest;
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

it("applies an intervention before the next step, as part of digest and replay", async () => {
  const runId = await startHeldIn(1);
  const owner = await people.member("owner");
  const asked = await services().intervene(owner, runId, {
    label: "A flood",
    effects: [
      ...tellEffects("Villager", ["Villager-1", "Villager-2"], "The river rose {% high %}."),
      { set: "world.headline", to: JSON.stringify('Flood: "boats" \\ needed') },
    ],
  });
  expect(asked).toMatchObject({
    number: 1,
    status: "pending",
    version: null,
    round: null,
    createdBy: "Somebody",
    problem: null,
  });
  const { progress } = await finished(runId);
  expect(progress.digest).not.toBe(undisturbed);
  const [applied] = await services().listInterventions(SYSTEM, runId);
  expect(applied).toMatchObject({
    id: asked.id,
    status: "applied",
    label: "A flood",
    problem: null,
  });
  expect(applied?.appliedAt).not.toBeNull();
  // Step 2 is the evening of the round in which it was requested.
  expect(applied?.round).toBe(1);
  expect(await services().replayRun(SYSTEM, runId)).toMatchObject({
    equal: true,
    digest: progress.digest,
  });
  const { content } = await services().exportRun(SYSTEM, runId, "manifest.json");
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  expect(JSON.parse(Buffer.concat(chunks).toString("utf8"))).toMatchObject({
    forkOf: null,
    interventions: [
      { number: 1, label: "A flood", version: applied?.version, effects: asked.effects },
    ],
  });
  expect(await promptOf(runId, "Villager-1", 3)).toMatch(
    /The river rose {% high %}\.[^]*News: Flood: "boats" \\ needed Water/,
  );
  expect(await promptOf(runId, "Villager-3", 3)).not.toContain("The river rose");
});

it("holds an intervention while the run is paused, and applies it when it resumes", async () => {
  const runId = await startHeldIn(2);
  await services().commandRun(SYSTEM, runId, "pause");
  await intervene(
    runId,
    "A note",
    setEffects({
      table: "Villager",
      id: "Villager-2",
      attribute: "note",
      value: "You won {{ the }} lottery.",
    }),
  );
  await intervene(runId, "A friend", [
    ...setEffects({
      table: "Villager",
      id: "Villager-2",
      attribute: "friend",
      value: "Villager-5",
      refTo: "Villager",
    }),
    ...setEffects({ table: "Villager", id: "Villager-2", attribute: "trust", value: 1.5 }),
  ]);
  expect(
    (await services().listInterventions(SYSTEM, runId)).map(({ number, status }) => [
      number,
      status,
    ]),
  ).toEqual([
    [1, "pending"],
    [2, "pending"],
  ]);
  await services().commandRun(SYSTEM, runId, "resume");
  await finished(runId);
  const [first, second] = await services().listInterventions(SYSTEM, runId);
  expect([first?.status, second?.status]).toEqual(["applied", "applied"]);
  // One after the other, before the same step.
  expect(second?.version).toBe((first?.version ?? 0) + 1);
  expect(await promptOf(runId, "Villager-2", 4)).toContain("You won {{ the }} lottery.");
  const { pool } = people.database;
  const { rows } = await pool.query<{ data: object }>(
    `SELECT data FROM row_version v JOIN run r ON r.key = v.run
     WHERE r.id = $1 AND "table" = 'Villager' AND row = 'Villager-2' AND v.version = $2`,
    [runId, second?.version],
  );
  expect(rows[0]?.data).toMatchObject({ friend: "Villager-5", trust: 1.5 });
  expect(await services().replayRun(SYSTEM, runId)).toMatchObject({ equal: true });
});

it("reports why an intervention cannot be applied, and continues the run without it", async () => {
  const runId = await startHeldIn(1);
  await intervene(runId, "Nobody's trust", [
    {
      let: { oldest: "first(Villager.filter(v, v.age > 1000))" },
      do: [{ set: "oldest.trust", to: "1" }],
    },
  ]);
  expect((await finished(runId)).progress.digest).toBe(undisturbed);
  const [failed] = await services().listInterventions(SYSTEM, runId);
  expect(failed).toMatchObject({ status: "failed", version: null, appliedAt: null });
  expect(failed?.problem).toMatch(/oldest is nothing/);
  expect(await services().replayRun(SYSTEM, runId)).toMatchObject({ equal: true });
});

it("validates an intervention before it is stored, with a pointer per problem", async () => {
  const runId = await start();
  const problems = async (effects: InterventionInput["effects"]) =>
    (await refusal(intervene(runId, "x", effects))).problems;
  expect(
    await problems([
      { tell: "Villager", text: "Hi" },
      { tel: "Villager", text: "Hi" },
    ]),
  ).toMatchObject([{ pointer: "/effects/1/tel", suggestion: "tell" }]);
  expect(
    await problems(
      setEffects({ table: "Villager", id: "Villager-1", attribute: "trsut", value: 3 }),
    ),
  ).toMatchObject([{ pointer: "/effects/0/do/0/set", suggestion: "trust" }]);
  expect(
    await problems(setEffects({ table: "Villager", id: "Villager-1", attribute: "age", value: 3 })),
  ).toMatchObject([
    { pointer: "/effects/0/do/0/set", message: expect.stringMatching(/never changes/) as string },
  ]);
  expect(await problems([{ set: "world.price", to: "'dear'" }])).toMatchObject([
    { pointer: "/effects/0/to" },
  ]);
  expect(await problems([{ tell: "Villager", text: "a\0b" }])).toMatchObject([
    { pointer: "/effects/0/text" },
  ]);
  expect(await problems(["x"])).toMatchObject([{ pointer: "/effects/0" }]);
  let deep: unknown = { stop: "true" };
  for (let depth = 0; depth < 300; depth += 1) deep = { when: "true", do: [deep] };
  expect(await problems([deep])).toMatchObject([{ pointer: "/effects" }]);
  expect(await services().listInterventions(SYSTEM, runId)).toEqual([]);
  expect((await finished(runId)).progress.digest).toBe(undisturbed);
  expect(
    await refusal(intervene(runId, "Too late", tellEffects("Villager", "all", "Hi"))),
  ).toMatchObject({ code: "conflict" });
});

it("fails an intervention whose run is cancelled first", async () => {
  const runId = await startHeldIn(1);
  await services().commandRun(SYSTEM, runId, "pause");
  await intervene(runId, "Later", tellEffects("Villager", "all", "Hi"));
  await services().commandRun(SYSTEM, runId, "cancel");
  installation.gate.release();
  expect(await services().listInterventions(SYSTEM, runId)).toMatchObject([
    { status: "failed", problem: "The run ended before it could be applied." },
  ]);
});

it("ends the run if the intervention does", async () => {
  const runId = await startHeldIn(1);
  await intervene(runId, "The end", [{ stop: "true", reason: "The village is abandoned." }]);
  const { progress } = await finished(runId);
  expect(progress).toMatchObject({ stopReason: "The village is abandoned." });
  expect(progress.round).toBeLessThan(4);
  expect(await services().replayRun(SYSTEM, runId)).toMatchObject({ equal: true });
  // A run that ended itself cannot be continued, but can be forked from before.
  expect(await services().listForks(SYSTEM, runId)).toMatchObject({
    continueAt: null,
    from: { first: 1, last: progress.round },
  });
  expect(
    (await refusal(services().forkRun(SYSTEM, runId, { round: progress.round + 1, rounds: 9 })))
      .problems[0]?.message,
  ).toMatch(/The village is abandoned/);
});
