import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { joinEnvelope, restoreEnvelope } from "@/lib/adapters/db/shared-texts";
import {
  chatCompletion,
  sendJson,
  startTestServer,
  type TestServer,
} from "@/lib/adapters/llm/test-server";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { pollInput } from "@/lib/contracts/polls";
import { SYSTEM } from "@/lib/domain/access";
import { type JsonSchema, smallestAnswer } from "@/lib/domain/answers";
import { requestBodies, type StoredCalls } from "@/lib/domain/decision";
import type { ScenarioDocument } from "@/lib/domain/scenario";

/** NUL and half of a surrogate pair, among characters that can be stored. */
const ODD = "a\0b\ud83d 😀";
const CLEAN = "a\ufffdb\ufffd 😀";
const UNSTORABLE = /\0|\p{Surrogate}/u;

type Body = {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly json_schema?: { readonly schema: JsonSchema } };
};

let installation: Installation;
let people: People;
let ann: Person;
let pool: pg.Pool;
let server: TestServer;
let endpointId: string;
/** What the server refuses every call with, if anything. */
let refusal: { readonly status: number; readonly body: object } | undefined;
/** The bodies of the calls that were answered, as received. */
let answered: string[] = [];
const services = () => installation.container.services;

/** A village whose people get a name at setup from the model. */
const scenario: ScenarioDocument = {
  ...liveScenario,
  agents: {
    ...liveScenario.agents,
    Villager: {
      ...liveScenario.agents.Villager,
      count: "param.villagers",
      profile: "You are {{ self.id }}, called {{ self.nick }}.",
      attributes: {
        ...liveScenario.agents.Villager?.attributes,
        nick: { type: "text", init: { written: "Invent a name.", maxLength: 40 }, visible: "self" },
      },
    },
  },
};

/** An answer that fits the schema, its free texts with what cannot be stored. */
function oddAnswer(schema: JsonSchema): unknown {
  const answer = smallestAnswer(schema, 1);
  const properties = schema.properties as Readonly<Record<string, JsonSchema>> | undefined;
  if (properties === undefined || typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => {
      const { type, enum: options } = properties[name] ?? {};
      return [name, type === "string" && options === undefined ? ODD : (value as unknown)];
    }),
  );
}

/** Refuses every third question at first, and answers every other third without JSON at first. */
function completionFor({ messages, response_format: format }: Body): object {
  const more = { usage: { prompt_tokens: 2 ** 40, completion_tokens: -3 }, finish: "st\0op" };
  const schema = format?.json_schema?.schema;
  if (schema === undefined) return chatCompletion(ODD, more);
  const length = messages[1]?.content.length ?? 0;
  if (messages.length === 2 && length % 3 === 0)
    return chatCompletion(null, { ...more, message: { refusal: ODD } });
  if (messages.length === 2 && length % 3 === 1) return chatCompletion(`No. ${ODD}`, more);
  return chatCompletion(`${ODD}\n${JSON.stringify(oddAnswer(schema))}`, more);
}

async function startRun(): Promise<string> {
  const { runIds } = await services().startStudy(SYSTEM, {
    document: scenario,
    parameters: { villagers: 6 },
    rounds: 2,
    seed: 3,
    replicates: 1,
    endpointId,
  });
  return runIds[0] ?? "";
}

async function storedBodies(runId: string): Promise<string[]> {
  const key = `(SELECT key FROM run WHERE id = ${pg.escapeLiteral(runId)})`;
  const { rows } = await pool.query<StoredCalls & { base: string | null }>(
    `SELECT h.text AS system, d.prompt, d.envelope, e.text AS base, d.seed, d.earlier
     FROM decision d LEFT JOIN prompt_head h ON h.run = ${key} AND h.hash = d.head
     ${joinEnvelope(key)} WHERE d.prompt IS NOT NULL AND d.run = ${key}`,
  );
  return rows.flatMap(({ base, ...calls }) => {
    const envelope = restoreEnvelope(calls.envelope, base);
    return requestBodies({ ...calls, envelope })?.map((body) => JSON.stringify(body)) ?? [];
  });
}

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
  pool = new pg.Pool({ connectionString: installation.databaseUrl });
  server = await startTestServer(({ body, sent, response }) => {
    if (refusal !== undefined) return sendJson(response, refusal.status, refusal.body);
    answered.push(sent);
    sendJson(response, 200, { ...completionFor(body as Body), model: "ti\0ny" });
  });
  const { baseUrl } = server;
  endpointId = (await services().createEndpoint(SYSTEM, { name: "Odd", baseUrl, model: "tiny" }))
    .id;
});
afterAll(async () => {
  await pool.end();
  await people.close();
  await installation.close();
  await server.close();
});

let runId: string;

it("plays a run whose answers, refusals and setup texts cannot be stored as they are", async () => {
  answered = [];
  runId = await startRun();
  const { progress } = await installation.settled(runId);
  expect(progress.status).toBe("completed");
  ann = await people.member("researcher");
  const { rows } = await pool.query<{
    kind: string;
    raw: string;
    earlier: unknown;
    tokens: number;
  }>(
    `SELECT kind, raw, earlier, prompt_tokens AS tokens FROM decision
     WHERE run = (SELECT key FROM run WHERE id = $1) AND raw IS NOT NULL`,
    [runId],
  );
  const setup = rows.filter(({ kind }) => kind === "text");
  expect(setup).toHaveLength(6);
  expect(rows.length).toBeGreaterThan(20);
  for (const { raw, tokens } of rows) {
    expect(raw).toContain(CLEAN);
    expect(tokens).toBeLessThan(1_000_000);
  }
  expect(rows.filter(({ earlier }) => earlier !== null).length).toBeGreaterThan(5);
});

it("rebuilds its requests as they were sent, retries included", async () => {
  const stored = await storedBodies(runId);
  expect(stored.toSorted()).toEqual(answered.toSorted());
  expect(stored.some((body) => body.includes(CLEAN))).toBe(true);
  for (const body of stored) {
    expect(JSON.stringify(JSON.parse(body))).not.toMatch(/\\u(?:0000|d83d)/);
    expect(JSON.parse(body)).toMatchObject({ stream: false });
  }
});

it("stores such an answer of an interview and of a poll", async () => {
  const interview = await services().interviewAgent(ann, runId, {
    agent: "Villager-2",
    text: "Well?",
  });
  expect(JSON.stringify(interview)).toContain(CLEAN);
  const { id } = await services().startPoll(
    SYSTEM,
    runId,
    pollInput.parse({
      label: "Why",
      agentType: "Villager",
      items: { why: { type: "text", maxLength: 40 } },
    }),
  );
  await expect
    .poll(async () => (await services().getPoll(SYSTEM, { runId, pollId: id })).status)
    .toBe("completed");
  const { rows } = await pool.query<{ raw: string }>("SELECT raw FROM poll_answer");
  expect(rows).toHaveLength(6);
  for (const { raw } of rows) expect(raw).toContain(CLEAN);
});

it("stores the message of an error with a run, a poll and an interview", async () => {
  const body = { error: { message: `${ODD}${"😀".repeat(200)}`, code: "invalid\0key" } };
  refusal = { status: 401, body };
  const paused = await startRun();
  const { progress } = await installation.settled(paused);
  expect(progress.status).toBe("paused");
  expect(JSON.stringify(progress)).toContain("a\ufffdb\ufffd");
  const { rows } = await pool.query<{ reason: string }>(
    "SELECT status_reason AS reason FROM run WHERE id = $1",
    [paused],
  );
  expect(rows[0]?.reason).toContain(CLEAN);
  expect(rows[0]?.reason).not.toMatch(UNSTORABLE);
  const asked = services().interviewAgent(ann, runId, { agent: "Villager-3", text: "Well?" });
  await expect(asked).rejects.toThrow(CLEAN);
  const { id } = await services().startPoll(
    SYSTEM,
    runId,
    pollInput.parse({ label: "W", agentType: "Villager", items: { a: { type: "boolean" } } }),
  );
  await expect
    .poll(async () => (await services().getPoll(SYSTEM, { runId, pollId: id })).status)
    .toBe("failed");
  const poll = await services().getPoll(SYSTEM, { runId, pollId: id });
  expect(poll.problem).toContain(CLEAN);
});

it("tests an endpoint that answers and refuses so", async () => {
  const test = () =>
    services().testEndpoint(SYSTEM, { baseUrl: server.baseUrl, model: "tiny", endpointId });
  expect(await test()).toMatchObject({
    ok: false,
    fault: "unauthorised",
    message: expect.stringContaining(CLEAN),
  });
  refusal = undefined;
  const result = await test();
  expect(result).toMatchObject({ ok: true, capabilities: { chat: true, usage: false } });
  expect(JSON.stringify(result)).not.toMatch(/\\u0000|\\ud83d/);
});
