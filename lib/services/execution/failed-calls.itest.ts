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
import { pollInput } from "@/lib/contracts/polls";
import { SYSTEM } from "@/lib/domain/access";
import { type JsonSchema, smallestAnswer } from "@/lib/domain/answers";
import { requestBodies, type StoredCalls } from "@/lib/domain/decision";
import type { ScenarioDocument } from "@/lib/domain/scenario";

type Body = {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly max_tokens: number;
  readonly response_format?: { readonly json_schema: { readonly schema: JsonSchema } };
};
type Answer = {
  readonly status: number;
  readonly body: object;
  readonly headers?: Record<string, string>;
};

const refuse = (status: number, error: object): Answer => ({ status, body: { error } });
/** An internal error, to be tried again at once. */
const fail = (message: string): Answer => ({
  ...refuse(500, { message }),
  headers: { "retry-after-ms": "1" },
});
const complete = (content: string, finish: string): Answer => ({
  status: 200,
  body: chatCompletion(content, { finish }),
});

/** What the server does with the prompts of some agents, and what becomes of their decisions. */
const KINDS: Readonly<
  Record<string, { answer: Answer; reason: string; attempts: number; message: string }>
> = {
  "Villager-1": {
    answer: refuse(400, { code: "content_filter", message: "The prompt was filtered." }),
    reason: "refused",
    attempts: 2,
    message: "The prompt was filtered.",
  },
  "Villager-2": {
    answer: refuse(403, { code: 403, message: "Input was flagged by moderation." }),
    reason: "refused",
    attempts: 2,
    message: "flagged",
  },
  "Villager-3": {
    answer: refuse(400, { code: "json_validate_failed", message: "Failed to generate JSON." }),
    reason: "invalidOutput",
    attempts: 3,
    message: "Failed to generate JSON.",
  },
  "Villager-4": {
    answer: { status: 422, body: { detail: "Could not parse the output of the model." } },
    reason: "invalidOutput",
    attempts: 3,
    message: "Could not parse",
  },
  "Villager-5": {
    answer: refuse(413, { message: "Request entity too large." }),
    reason: "promptTooLong",
    attempts: 1,
    message: "too large",
  },
  "Villager-6": {
    answer: refuse(400, { message: "This model's maximum context length is 512 tokens." }),
    reason: "promptTooLong",
    attempts: 1,
    message: "512 tokens",
  },
  "Villager-7": {
    answer: { status: 200, body: { choices: [{ index: 0, finish_reason: "stop" }] } },
    reason: "unreadable",
    attempts: 3,
    message: "sent no answer",
  },
  "Villager-8": {
    answer: complete('{"trust": 4', "content_filter"),
    reason: "refused",
    attempts: 2,
    message: "content_filter",
  },
  "Villager-9": {
    answer: complete('{"trust": 4, "why": "so"}', "length"),
    reason: "truncated",
    // With 600, 1,200 and 2,400 tokens, and twice more as any invalid answer.
    attempts: 5,
    message: "cut off at the limit of 2,400 tokens. Raise the limit of tokens.",
  },
  "Villager-10": {
    answer: refuse(400, { message: "Unprocessable." }),
    reason: "badRequest",
    attempts: 1,
    message: "Unprocessable.",
  },
  "Villager-12": {
    answer: fail("CUDA error: an illegal memory access."),
    reason: "serverError",
    attempts: 3,
    message: "illegal memory access",
  },
};

const document: ScenarioDocument = {
  ...liveScenario,
  rounds: 1,
  actions: {
    judge: {
      prompt: "How much do you trust the council now?",
      inputs: { trust: { type: "number", min: 0, max: 10 }, why: { type: "text" } },
      effects: [{ set: "self.trust", to: "arg.trust" }],
      fallback: { answer: { trust: "5", why: "'no answer'" } },
    },
  },
  phases: [{ id: "judging", label: "Judging", decide: "Villager", do: ["judge"] }],
};

let installation: Installation;
let pool: pg.Pool;
const servers: TestServer[] = [];
const services = () => installation.container.services;

const agentIn = ({ messages }: Body): string =>
  /You are (\w+-\d+),/.exec(messages.map(({ content }) => content).join("\n"))?.[1] ?? "nobody";

const ordinary = (body: Body): Answer => {
  const schema = body.response_format?.json_schema.schema;
  return complete(schema ? JSON.stringify(smallestAnswer(schema, 1)) : "ok", "stop");
};

/** Starts a server, and an endpoint for it; returns the endpoint's id and the bodies as sent. */
async function open(answer: (body: Body, agent: string) => Answer | undefined, concurrency = 8) {
  const sent: string[] = [];
  const server = await startTestServer(({ body, sent: text, response }) => {
    const agent = agentIn(body as Body);
    if (agent !== "nobody") sent.push(text);
    const made = answer(body as Body, agent) ?? ordinary(body as Body);
    sendJson(response, made.status, made.body, made.headers);
  });
  servers.push(server);
  const { id } = await services().createEndpoint(SYSTEM, {
    name: `Lab ${servers.length}`,
    baseUrl: server.baseUrl,
    model: "tiny",
    concurrency,
  });
  return { endpointId: id, sent };
}

async function start(endpointId: string, villagers = 14) {
  const { runIds } = await services().startStudy(SYSTEM, {
    document,
    parameters: { villagers },
    seed: 3,
    replicates: 1,
    endpointId,
  });
  const runId = runIds[0] ?? "";
  return { ...(await installation.settled(runId)), runId };
}

async function decisionsOf(runId: string) {
  const { rows } = await services().listDecisions(SYSTEM, runId, { limit: 100 });
  const decisions = await Promise.all(
    rows.map(({ version, seq }) => services().getDecision(SYSTEM, { runId, version, seq })),
  );
  return new Map(decisions.map((decision) => [decision.agent, decision]));
}

async function storedBodies(table: string, condition: string): Promise<string[]> {
  const { rows } = await pool.query<StoredCalls & { base: string | null }>(
    `SELECT h.text AS system, d.prompt, d.envelope, e.text AS base, d.seed, d.earlier
     FROM ${table} d CROSS JOIN (SELECT key FROM run WHERE id = ${condition}) AS r
     LEFT JOIN prompt_head h ON h.run = r.key AND h.hash = d.head ${joinEnvelope("r.key")}
     WHERE ${table === "decision" ? "d.run = r.key" : "true"}`,
  );
  return rows.flatMap(({ base, ...calls }) => {
    const envelope = restoreEnvelope(calls.envelope, base);
    return requestBodies({ ...calls, envelope })?.map((body) => JSON.stringify(body)) ?? [];
  });
}

beforeAll(async () => {
  installation = await openInstallation();
  await installation.workHere();
  pool = new pg.Pool({ connectionString: installation.databaseUrl });
});
afterAll(async () => {
  await pool.end();
  await installation.close();
  for (const server of servers) await server.close();
});

describe("a server that fails on the prompts of some agents, each in its own way", () => {
  let run: Awaited<ReturnType<typeof start>>;
  let lab: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    lab = await open((_, agent) => KINDS[agent]?.answer);
    run = await start(lab.endpointId);
  });

  it("does not stop the run: these decisions fall back, with their reasons", async () => {
    expect(run.progress).toMatchObject({ status: "completed", decisions: 14, invalid: 11 });
    const decisions = await decisionsOf(run.runId);
    for (const [agent, { reason, attempts, message }] of Object.entries(KINDS)) {
      expect(decisions.get(agent)).toMatchObject({
        status: "invalid",
        reason,
        attempts,
        usedFallback: true,
        values: { trust: 5, why: "no answer" },
      });
      expect(decisions.get(agent)?.message).toContain(message);
    }
    expect(decisions.get("Villager-11")).toMatchObject({ status: "valid", attempts: 1 });
    expect(await services().countFaults(SYSTEM, run.runId)).toMatchObject({
      reasons: {
        refused: 3,
        invalidOutput: 2,
        promptTooLong: 2,
        unreadable: 1,
        truncated: 1,
        badRequest: 1,
        serverError: 1,
      },
    });
  });

  it("has every call stored byte by byte, failed ones and those with more room, too", async () => {
    const stored = await storedBodies("decision", pg.escapeLiteral(run.runId));
    // Attempts of one call that end in an internal error are equal, and stored as one.
    const sent = lab.sent.filter(
      (body, at) =>
        agentIn(JSON.parse(body) as Body) !== "Villager-12" || lab.sent.indexOf(body) === at,
    );
    const different = stored.filter(
      (body, at) =>
        agentIn(JSON.parse(body) as Body) !== "Villager-12" || stored.indexOf(body) === at,
    );
    expect(different.toSorted()).toEqual(sent.toSorted());
    const limits = stored
      .map((body) => JSON.parse(body) as Body)
      .filter((body) => agentIn(body) === "Villager-9")
      .map(({ max_tokens: limit }) => limit);
    expect(limits).toEqual([600, 1_200, 2_400, 2_400, 2_400]);
  });

  it("can be replayed, forked, and repeated from the record alone", async () => {
    expect(await services().replayRun(SYSTEM, run.runId)).toMatchObject({ equal: true });
    const { runIds } = await services().repeatStudy(SYSTEM, run.studyId, { record: "only" });
    const again = await installation.settled(runIds[0] ?? "");
    expect(again.progress).toMatchObject({ status: "completed", digest: run.progress.digest });
    const before = await decisionsOf(run.runId);
    for (const [agent, { reason, message, attempts }] of await decisionsOf(again.id))
      expect({ reason, message, attempts }).toEqual({
        reason: before.get(agent)?.reason,
        message: before.get(agent)?.message,
        attempts: before.get(agent)?.attempts,
      });
    const fork = await services().forkRun(SYSTEM, run.runId, { round: 2, rounds: 2 });
    expect((await installation.settled(fork.runId)).progress).toMatchObject({
      status: "completed",
      invalid: 22,
    });
  });

  it("does not stop a poll", async () => {
    const { id } = await services().startPoll(
      SYSTEM,
      run.runId,
      pollInput.parse({
        label: "Trust",
        agentType: "Villager",
        items: { trust: { type: "integer", min: 1, max: 7 } },
      }),
    );
    const key = { runId: run.runId, pollId: id };
    await expect
      .poll(async () => (await services().getPoll(SYSTEM, key)).status)
      .not.toBe("running");
    expect(await services().getPoll(SYSTEM, key)).toMatchObject({
      status: "completed",
      problem: null,
      answered: 14,
      invalid: 11,
    });
    const { rows } = await services().listPollAnswers(SYSTEM, key, { after: -1, limit: 100 });
    const reasons = new Map(rows.map(({ agent, reason }) => [agent, reason]));
    for (const [agent, { reason }] of Object.entries(KINDS))
      expect(reasons.get(agent)).toBe(reason);
  });
});

describe("an interview with the same agents", () => {
  it("keeps the reason in place of the answer, and goes on without that question", async () => {
    const { endpointId, sent } = await open((body, agent) =>
      body.messages.at(-1)?.content.endsWith("Who are you?") ? KINDS[agent]?.answer : undefined,
    );
    const { runId } = await start(endpointId);
    for (const [agent, { reason, message }] of Object.entries(KINDS)) {
      const { answer } = await services().interviewAgent(SYSTEM, runId, {
        agent,
        text: "Who are you?",
      });
      if (reason === "truncated") expect(answer.problem).toContain("cut off at the limit");
      else expect(answer.problem).toContain(message);
      expect(answer.text === "").toBe(!["Villager-8", "Villager-9"].includes(agent));
    }
    const { answer } = await services().interviewAgent(SYSTEM, runId, {
      agent: "Villager-1",
      text: "How are you?",
    });
    expect(answer).toMatchObject({ text: "ok", problem: null });
    expect(sent.at(-1)).not.toContain("Who are you?");
    const { messages } = await services().readInterview(SYSTEM, runId, "Villager-1");
    expect(messages.map(({ text, problem }) => [text, problem === null])).toEqual([
      ["Who are you?", true],
      ["", false],
      ["How are you?", true],
      ["ok", true],
    ]);
  });
});

describe("a study that pauses after failed decisions", () => {
  it("pauses after each further group, names the last agent, continues when resumed", async () => {
    const { endpointId } = await open((_, agent) => KINDS[agent]?.answer, 1);
    const { runIds } = await services().startStudy(SYSTEM, {
      document,
      parameters: { villagers: 14 },
      seed: 3,
      replicates: 1,
      endpointId,
      failures: { pauseAfter: 4, tokenCap: 700 },
    });
    const runId = runIds[0] ?? "";
    let pauses = 0;
    let { progress } = await installation.settled(runId);
    for (; progress.status === "paused"; { progress } = await installation.settled(runId)) {
      pauses += 1;
      expect(progress).toMatchObject({ pauseCause: "failures", resumeAt: null });
      expect(progress.invalid).toBeGreaterThanOrEqual(4 * pauses);
      expect(progress.statusReason).toMatch(
        /decisions have no answer that could be read;.* that of Villager-\d+: /,
      );
      await services().commandRun(SYSTEM, runId, "resume");
    }
    expect(pauses).toBeGreaterThan(0);
    expect(progress).toMatchObject({ status: "completed", invalid: 11, decisions: 14 });
    const decisions = await decisionsOf(runId);
    expect(decisions.get("Villager-9")).toMatchObject({ reason: "truncated", attempts: 4 });
    expect(decisions.get("Villager-9")?.message).toContain("700 tokens");
  });
});

describe("a server that fails on every prompt", () => {
  it("pauses the run for a while where it reports internal errors", async () => {
    let isMended = false;
    const { endpointId } = await open(() => (isMended ? undefined : fail("Out of memory.")));
    const { runId, progress } = await start(endpointId, 4);
    expect(progress).toMatchObject({ status: "paused", pauseCause: "endpoint", decisions: 0 });
    expect(progress.resumeAt).not.toBeNull();
    isMended = true;
    await services().commandRun(SYSTEM, runId, "resume");
    const { progress: after } = await installation.settled(runId);
    expect(after).toMatchObject({ status: "completed", decisions: 4, invalid: 0 });
  });

  it("pauses the run at once where it fails on a control prompt, too", async () => {
    const { endpointId } = await open(() => refuse(400, { message: "Nothing suits me." }));
    const { progress } = await start(endpointId);
    expect(progress).toMatchObject({ status: "paused", pauseCause: "endpoint", decisions: 0 });
    expect(progress.statusReason).toMatch(/Nothing suits me\..*does not answer “Say ok\.” either/s);
  });

  it("pauses it after some prompts in a row, and resumes where it stopped", async () => {
    let isMended = false;
    const { endpointId } = await open((_, agent) =>
      agent === "nobody" || isMended
        ? undefined
        : refuse(400, { code: "content_filter", message: "Filtered." }),
    );
    const { runId, progress } = await start(endpointId, 20);
    expect(progress).toMatchObject({ status: "paused", pauseCause: "endpoint", resumeAt: null });
    expect(progress.statusReason).toMatch(
      /Filtered\..*Several prompts in a row failed so, the last of them for/s,
    );
    expect(progress.invalid).toBeLessThan(5);
    isMended = true;
    await services().commandRun(SYSTEM, runId, "resume");
    const { progress: after } = await installation.settled(runId);
    expect(after).toMatchObject({ status: "completed", decisions: 20, invalid: progress.invalid });
  });
});

describe("a prompt that is too long for the model's context", () => {
  const remembering: ScenarioDocument = {
    ...document,
    rounds: 4,
    actions: {
      judge: {
        ...document.actions?.["judge"],
        effects: [{ tell: "self", text: "You said so." }],
      } as NonNullable<ScenarioDocument["actions"]>[string],
    },
  };
  const memoriesIn = ({ messages }: Body): number =>
    messages[1]?.content.match(/- Round \d+: You said so\./g)?.length ?? 0;

  it("is sent again with the later half of its memories, and recorded as trimmed", async () => {
    const lab = await open((body, agent) =>
      agent === "Villager-2" && memoriesIn(body) > 1
        ? refuse(413, { message: "Request entity too large." })
        : undefined,
    );
    const { runIds, studyId } = await services().startStudy(SYSTEM, {
      document: remembering,
      parameters: { villagers: 3 },
      seed: 3,
      replicates: 1,
      endpointId: lab.endpointId,
    });
    const runId = runIds[0] ?? "";
    const { progress } = await installation.settled(runId);
    // The latest of three memories is left in round 4, and it is one.
    expect(progress).toMatchObject({ status: "completed", decisions: 12, invalid: 0 });
    const { rows } = await services().listDecisions(SYSTEM, runId, { limit: 100 });
    const decisions = await Promise.all(
      rows.map(({ version, seq }) => services().getDecision(SYSTEM, { runId, version, seq })),
    );
    expect(
      decisions
        .filter(({ attempts }) => attempts === 2)
        .map(({ agent, round, trimmed, status }) => ({ agent, round, trimmed, status })),
    ).toEqual(
      [3, 4].map((round) => ({ agent: "Villager-2", round, trimmed: "memory", status: "valid" })),
    );
    const stored = await storedBodies("decision", pg.escapeLiteral(runId));
    expect(stored.toSorted()).toEqual(lab.sent.toSorted());
    expect(await services().replayRun(SYSTEM, runId)).toMatchObject({ equal: true });
    const again = await services().repeatStudy(SYSTEM, studyId, { record: "only" });
    const repeated = await installation.settled(again.runIds[0] ?? "");
    expect(repeated.progress).toMatchObject({ status: "completed", digest: progress.digest });
  });
});

describe("a server of embeddings", () => {
  /** Starts a run whose agents recall by relevance, with an embedder that refuses some texts. */
  async function startRecalling(isRefused: (text: string) => boolean) {
    const server = await startTestServer(({ body, response }) => {
      const { input } = body as { input: string[] };
      if (input.some(isRefused))
        return sendJson(response, 400, { error: { code: "content_filter", message: "Filtered." } });
      const data = input.map((text, index) => ({ index, embedding: [text.length, 1, 0] }));
      sendJson(response, 200, { object: "list", data });
    }, "/v1/embeddings");
    servers.push(server);
    const { id } = await services().createEndpoint(SYSTEM, {
      name: `Embeds ${servers.length}`,
      baseUrl: server.baseUrl,
      model: "tiny",
      group: "embeddings",
    });
    const rest = { chat: false, jsonSchema: false, seed: false, usage: false, streaming: false };
    const capabilities = { ...rest, embeddings: true, maxContext: null };
    await pool.query("UPDATE endpoint SET capabilities = $2 WHERE id = $1", [id, capabilities]);
    const { endpointId } = await open(() => undefined);
    const { runIds } = await services().startStudy(SYSTEM, {
      document: recalling,
      parameters: { villagers: 4 },
      rounds: 2,
      seed: 3,
      replicates: 1,
      endpointId,
    });
    const runId = runIds[0] ?? "";
    const { progress } = await installation.settled(runId);
    await pool.query("UPDATE endpoint SET enabled = false WHERE id = $1", [id]);
    return { runId, progress };
  }

  const recalling: ScenarioDocument = {
    ...document,
    rounds: 2,
    agents: {
      ...document.agents,
      Villager: {
        ...liveScenario.agents["Villager"],
        memory: { kind: "long", retrieve: 2 },
      } as ScenarioDocument["agents"][string],
    },
    actions: {
      judge: {
        ...document.actions?.["judge"],
        effects: [{ tell: "self", text: "{{ self.id }} said: {{ arg.why }}" }],
      } as NonNullable<ScenarioDocument["actions"]>[string],
    },
  };

  it("that refuses one text does not stop the run: the text has no embedding", async () => {
    const { runId, progress } = await startRecalling((text) => text.startsWith("Villager-3 said"));
    expect(progress).toMatchObject({ status: "completed", decisions: 8, invalid: 0 });
    expect(await services().countFaults(SYSTEM, runId)).toMatchObject({ unembedded: 1 });
    const { rows } = await pool.query<{ agent: string; zero: boolean }>(
      `SELECT agent, embedding = decode(repeat('00', 256), 'hex') AS zero FROM memory
       WHERE run = (SELECT key FROM run WHERE id = $1) AND embedding IS NOT NULL ORDER BY agent`,
      [runId],
    );
    expect(rows.filter(({ zero }) => zero).map(({ agent }) => agent)).toEqual(["Villager-3"]);
    expect(rows.length).toBeGreaterThan(1);
  });

  it("that refuses every text pauses it, with what it says", async () => {
    const { progress } = await startRecalling(() => true);
    expect(progress).toMatchObject({ status: "paused", pauseCause: "endpoint" });
    expect(progress.statusReason).toMatch(/Filtered\..*does not embed “ok” either/s);
  });
});
