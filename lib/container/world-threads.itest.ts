import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseEnv } from "@/lib/config/env";
import { pollInput, type PollInput } from "@/lib/contracts/polls";
import { startStudy } from "@/lib/contracts/runs";
import { openContainer, type Container } from ".";
import { openInstallation, type Installation } from "./testing/installation";
import { liveScenario } from "./testing/live-scenario";
import { openPeople, type People } from "./testing/people";
import { SYSTEM } from "../domain/access";

let installation: Installation;
let people: People;
/** As in the process of the app: worlds are in threads. */
let app: Container;
let runId: string;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  app = openContainer(
    parseEnv({
      DATABASE_URL: installation.databaseUrl,
      AUTH_SECRET: installation.authSecret,
      ENCRYPTION_KEY: randomBytes(32).toString("base64"),
      DEMO_MODEL_URL: installation.demoModelUrl,
    }),
    "app",
  );
  await installation.workHere();
  const { runIds } = await app.services.startStudy(
    SYSTEM,
    startStudy.parse({
      ...{ document: liveScenario, parameters: { villagers: 60 } },
      ...{ rounds: 1, seed: 3, replicates: 1 },
    }),
  );
  runId = runIds[0] ?? "";
  await installation.settled(runId);
});
afterAll(async () => {
  await closeApp();
  await people.close();
  await installation.close();
});

let closing: Promise<void> | undefined;
const closeApp = (): Promise<void> => (closing ??= app.close());

const poll = (sample: PollInput["sample"]) =>
  pollInput.parse({
    agentType: "Villager",
    sample,
    items: { happy: { type: "boolean", label: "Are you happy?" } },
  });

/** True for everybody, after looking at the square of all pairs of villagers for each of them. */
const ENDLESS = ["d", "c", "b", "a"].reduce(
  (inner, name) => `size(Villager.filter(${name}, ${inner})) > 0`,
  "self.age > 0",
);

it("interviews, forms, corrections and polls work on worlds in threads", async () => {
  const { services } = app;
  const ann = await people.member("owner");
  const { answer } = await services.interviewAgent(ann, runId, {
    agent: "Villager-1",
    text: "How are you?",
  });
  expect(answer.text).not.toBe("");

  const { fields } = await services.getAnswerForm(ann, { runId, version: 1, seq: 0 });
  expect(fields).toMatchObject([
    { name: "trust", type: "number", min: expect.any(Number) as unknown },
    { name: "why", type: "text" },
  ]);
  const values = { trust: fields[0]?.min ?? null, why: "I heard better." };
  const correction = { version: 1, seq: 0, values };
  const forked = await services.forkRun(ann, runId, { correction });
  await installation.settled(forked.runId);
  await expect(
    services.forkRun(ann, runId, {
      correction: { ...correction, values: { ...values, trust: 99 } },
    }),
  ).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(/does not fit what the agent was asked/) as unknown,
  });

  const started = await services.startPoll(ann, runId, poll({ kind: "random", size: 5, seed: 1 }));
  expect(started.asked).toBe(5);
  await expect(
    services.startPoll(ann, runId, poll({ kind: "where", where: "self.ages > 3" })),
  ).rejects.toMatchObject({ code: "invalid", problems: [{ pointer: "/sample/where" }] });
});

it("replays runs in threads, and stops for a person who leaves", async () => {
  const { services } = app;
  const ann = await people.member("owner");
  const shares: number[] = [];
  const onProgress = (share: number): void => void shares.push(share);
  const replay = await services.replayRun(ann, runId, { onProgress });
  expect(replay).toMatchObject({ equal: true, steps: shares.length });
  expect(shares.at(-1)).toBe(1);

  const leaving = new AbortController();
  const left = services.replayRun(ann, runId, { signal: leaving.signal });
  leaving.abort(new Error("the reader left"));
  await expect(left).rejects.toThrow("the reader left");
  // One at a time for each person: the thread is free again.
  expect(await services.replayRun(ann, runId)).toEqual(replay);
});

it("answers others while the world of a person's request takes long", async () => {
  const { services } = app;
  const [ann, bea] = await Promise.all([people.member("owner"), people.member("owner")]);
  let isOver = false;
  const slow = services
    .startPoll(ann, runId, poll({ kind: "where", where: ENDLESS }))
    .catch((error: unknown) => error)
    .finally(() => (isOver = true));

  await services.interviewAgent(bea, runId, { agent: "Villager-2", text: "And you?" });
  await services.getAnswerForm(bea, { runId, version: 1, seq: 1 });
  await services.listStudies(bea);
  expect(isOver).toBe(false);

  // Ends the threads, with what they are at.
  await closeApp();
  expect(await slow).toBeInstanceOf(Error);
});
