import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
import {
  embeddingBody,
  type EmbeddingCall,
  requestBodies,
  type StoredCalls,
} from "@/lib/domain/decision";

type Body = {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly seed?: number;
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: { readonly schema: JsonSchema };
  };
};

const INSTRUCTION = "Answer with one JSON object and nothing else. It must fit this JSON Schema:\n";
const BOUNDS = "Numbers outside these bounds are not accepted:\n";

let installation: Installation;
let people: People;
let ann: Person;
let pool: pg.Pool;
const services = () => installation.container.services;

/** The bodies of the calls that a server answered, as received. */
let answered: string[] = [];
const servers: TestServer[] = [];

const schemaIn = ({ messages, response_format: format }: Body): JsonSchema | undefined => {
  if (format?.json_schema) return format.json_schema.schema;
  const words = messages.at(-1)?.content.split(INSTRUCTION)[1];
  return words === undefined ? undefined : (JSON.parse(words) as JsonSchema);
};

/**
 * Answers every third question of an agent badly first, so that it is asked again; a server that
 * does not bound numbers, each first question that does not name their bounds.
 */
const answerTo = (body: Body, isOffBounds: boolean): string => {
  const schema = schemaIn(body);
  const isFirst = body.messages.length === 2;
  const length = body.messages[1]?.content.length ?? 0;
  if (schema === undefined) return "From the well.";
  const text = JSON.stringify(smallestAnswer(schema, 1));
  if (!isFirst) return text;
  if (isOffBounds && !body.messages[1]?.content.includes(BOUNDS))
    return text.replace(/:\d[.\d]*/, ":1234.5");
  return isOffBounds || length % 3 !== 0 ? text : "  I would rather\tnot say.  ";
};

async function openServer(
  refusal: (body: Body) => string | undefined,
  isOffBounds: boolean,
): Promise<string> {
  const server = await startTestServer(({ body, sent, response }) => {
    const complaint = refusal(body as Body);
    if (complaint !== undefined) return sendJson(response, 400, { error: { message: complaint } });
    answered.push(sent);
    sendJson(response, 200, chatCompletion(answerTo(body as Body, isOffBounds)));
  });
  servers.push(server);
  const name = `Server ${servers.length}`;
  const { baseUrl } = server;
  return (await services().createEndpoint(SYSTEM, { name, baseUrl, model: "tiny" })).id;
}

async function play(endpointId: string): Promise<string> {
  const { runIds } = await services().startStudy(SYSTEM, {
    document: liveScenario,
    parameters: { villagers: 6 },
    rounds: 2,
    seed: 3,
    replicates: 1,
    endpointId,
  });
  const runId = runIds[0] ?? "";
  const { progress } = await installation.settled(runId);
  expect(progress.status).toBe("completed");
  return runId;
}

async function storedBodies(table: string, condition: string): Promise<string[]> {
  const { rows } = await pool.query<StoredCalls & { base: string | null }>(
    `SELECT h.text AS system, d.prompt, d.envelope, e.text AS base, d.seed, d.earlier
     FROM ${table} d
     LEFT JOIN prompt_head h ON h.run = ${condition} AND h.hash = d.head
     ${joinEnvelope(condition)}
     WHERE d.prompt IS NOT NULL AND ${
       table === "decision"
         ? `d.run = ${condition}`
         : `d.poll_id IN (SELECT id FROM poll WHERE run = ${condition})`
     }`,
  );
  return rows.flatMap(({ base, ...calls }) => {
    const envelope = restoreEnvelope(calls.envelope, base);
    return requestBodies({ ...calls, envelope })?.map((body) => JSON.stringify(body)) ?? [];
  });
}

/** The bodies of the calls of interviews, of the question before the others first. */
async function interviewBodies(runId: string): Promise<string[]> {
  const { rows } = await pool.query<
    Omit<StoredCalls, "prompt" | "turns" | "earlier"> & { texts: string[]; base: string | null }
  >(
    `SELECT h.text AS system, d.envelope, e.text AS base, d.seed, ARRAY(
       SELECT m.text FROM unnest(d.messages) WITH ORDINALITY AS said(hash, place)
       JOIN prompt_head m ON m.run = d.run AND m.hash = said.hash ORDER BY said.place) AS texts
     FROM interview_message d
     LEFT JOIN prompt_head h ON h.run = d.run AND h.hash = d.head
     ${joinEnvelope("d.run")}
     WHERE d.run = ${keyOf(runId)} AND d.role = 'agent' ORDER BY d.created_at`,
  );
  return rows.flatMap(({ base, texts: [prompt = null, ...turns], ...calls }) => {
    const envelope = restoreEnvelope(calls.envelope, base);
    const bodies = requestBodies({ ...calls, envelope, prompt, turns, earlier: null });
    return bodies?.map((body) => JSON.stringify(body)) ?? [];
  });
}

async function embeddingBodies(runId: string): Promise<string[]> {
  const { rows } = await pool.query<EmbeddingCall>(
    `SELECT c.model, ARRAY(
       SELECT t.text FROM unnest(c.texts) WITH ORDINALITY AS sent(hash, place)
       JOIN prompt_head t ON t.run = c.run AND t.hash = sent.hash ORDER BY sent.place) AS texts
     FROM embedding_call c WHERE c.run = ${keyOf(runId)}`,
  );
  return rows.map((call) => JSON.stringify(embeddingBody(call)));
}

const keyOf = (runId: string): string =>
  `(SELECT key FROM run WHERE id = ${pg.escapeLiteral(runId)})`;

async function sftLines(runId: string): Promise<{ messages: Body["messages"] }[]> {
  const chunks: Uint8Array[] = [];
  const { content } = await services().exportRun(SYSTEM, runId, "sft.jsonl");
  for await (const chunk of content) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString("utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as { messages: Body["messages"] });
}

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
  pool = new pg.Pool({ connectionString: installation.databaseUrl });
  // The first account becomes the owner of the project that a study creates.
  await services().startStudy(SYSTEM, {
    template: "survey-experiment",
    parameters: { respondents: 10 },
    seed: 1,
    replicates: 1,
  });
  ann = await people.member("researcher");
});
afterAll(async () => {
  await pool.end();
  await people.close();
  await installation.close();
  for (const server of servers) await server.close();
});

const takeAll = (): undefined => undefined;

describe.each([
  ["takes every parameter", takeAll, false],
  ["does not keep numbers within their bounds", takeAll, true],
  [
    "refuses the seed, and JSON schemas",
    ({ seed, response_format: format }: Body): string | undefined => {
      if (format?.type === "json_schema") return "response_format json_schema is not supported";
      return seed === undefined ? undefined : "seed is not supported";
    },
    false,
  ],
])("a server that %s", (_, refusal, isOffBounds) => {
  let runId: string;

  beforeAll(async () => {
    answered = [];
    runId = await play(await openServer(refusal, isOffBounds));
  });

  it("receives bounds in words after an answer outside of them, in retries too", async () => {
    const inWords = answered.filter((body) => body.includes(JSON.stringify(BOUNDS).slice(1, -1)));
    const lengths = new Set(inWords.map((body) => (JSON.parse(body) as Body).messages.length));
    expect([...lengths].toSorted()).toEqual(isOffBounds ? [2, 4] : []);
  });

  it("has every call of a run stored byte by byte, retries included", async () => {
    const stored = await storedBodies("decision", keyOf(runId));
    expect(stored.toSorted()).toEqual(answered.toSorted());
    expect(stored.some((body) => (JSON.parse(body) as Body).messages.length > 2)).toBe(true);
    expect(stored.length).toBeGreaterThan(12);
  });

  it("has the calls of a fork's history stored", async () => {
    const fork = await services().forkRun(SYSTEM, runId, { round: 2 });
    await installation.settled(fork.runId);
    const own = await storedBodies("decision", keyOf(runId));
    const forked = await storedBodies("decision", keyOf(fork.runId));
    expect(forked.toSorted()).toEqual(own.toSorted());
  });

  it("has the calls of a poll stored", async () => {
    answered = [];
    const { id } = await services().startPoll(
      SYSTEM,
      runId,
      pollInput.parse({
        label: "Trust",
        agentType: "Villager",
        items: { trust: { type: "integer", min: 1, max: 7 } },
      }),
    );
    await expect
      .poll(async () => (await services().getPoll(SYSTEM, { runId, pollId: id })).status)
      .toBe("completed");
    expect((await storedBodies("poll_answer", keyOf(runId))).toSorted()).toEqual(
      answered.toSorted(),
    );
  });

  it("has the calls of an interview stored, with what was said before", async () => {
    answered = [];
    await services().interviewAgent(ann, runId, { agent: "Villager-2", text: "Whence water?" });
    await services().interviewAgent(ann, runId, { agent: "Villager-2", text: "Which \0 well?" });
    expect(await interviewBodies(runId)).toEqual(
      answered.map((body) => body.replace("\\u0000", "\ufffd")),
    );
    expect(answered.map((body) => (JSON.parse(body) as Body).messages.length)).toEqual([2, 4]);
  });

  it("leads to training examples with the messages as sent", async () => {
    const { rows } = await services().listDecisions(SYSTEM, runId, { limit: 1 });
    const [{ version, seq } = { version: -1, seq: -1 }] = rows;
    await services().saveReview(ann, { runId, version, seq }, { score: 5 });
    const [example] = await sftLines(runId);
    const sent = example?.messages.slice(0, -1) ?? [];
    expect(sent.map(({ role }) => role)).toEqual(["system", "user"]);
    const bodies = await storedBodies("decision", keyOf(runId));
    expect(bodies.map((body) => (JSON.parse(body) as Body).messages)).toContainEqual(sent);
  });

  it("leads to training examples from head and prompt without stored requests", async () => {
    const before = await sftLines(runId);
    await pool.query(
      `UPDATE decision SET envelope = NULL, seed = NULL WHERE run = ${keyOf(runId)}`,
    );
    const after = await sftLines(runId);
    const bare = ({ messages }: Pick<Body, "messages">): unknown[] => [
      ...messages
        .slice(0, -1)
        .map(
          ({ content }) =>
            content.split(
              /\n\n(?:Answer with one JSON object and nothing else\. It must fit|Numbers outside these bounds)/,
            )[0],
        ),
      JSON.parse(messages.at(-1)?.content ?? ""),
    ];
    expect(before).toHaveLength(1);
    expect(after.map(bare)).toEqual(before.map(bare));
  });
});

it("has every call for embeddings stored byte by byte: of a run and an interview", async () => {
  const sentForEmbeddings: string[] = [];
  const server = await startTestServer(({ body, sent, response }) => {
    sentForEmbeddings.push(sent);
    const { input } = body as { input: string[] };
    const data = input.map((text, index) => ({ index, embedding: [text.length, 1, 0] }));
    sendJson(response, 200, { object: "list", data });
  }, "/v1/embeddings");
  servers.push(server);
  const { baseUrl } = server;
  const input = { name: "Embeds", baseUrl, model: "tiny", group: "embeddings" };
  const { id } = await services().createEndpoint(SYSTEM, input);
  const chat = { chat: false, jsonSchema: false, seed: false, usage: false, streaming: false };
  const capabilities = { ...chat, embeddings: true, maxContext: null };
  await pool.query("UPDATE endpoint SET capabilities = $2 WHERE id = $1", [id, capabilities]);
  const Villager = { ...liveScenario.agents["Villager"], memory: { kind: "long", retrieve: 2 } };
  const { runIds } = await services().startStudy(SYSTEM, {
    document: { ...liveScenario, agents: { ...liveScenario.agents, Villager } },
    parameters: { villagers: 3 },
    rounds: 2,
    seed: 3,
    replicates: 1,
  });
  const runId = runIds[0] ?? "";
  expect((await installation.settled(runId)).progress.status).toBe("completed");
  const ofRun = sentForEmbeddings.length;
  await services().interviewAgent(ann, runId, { agent: "Villager-2", text: "Whence water?" });
  expect(ofRun).toBeGreaterThan(0);
  expect(sentForEmbeddings.length).toBeGreaterThan(ofRun);
  expect((await embeddingBodies(runId)).toSorted()).toEqual(sentForEmbeddings.toSorted());
});
