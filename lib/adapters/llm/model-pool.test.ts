import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { groupOfOne } from "@/lib/services/models/group-of-one";
import type { PolicySettings } from "@/lib/services/models/policy/settings";
import { EndpointFailure, type ModelTarget } from "@/lib/services/models/ports";
import type { ModelRequest } from "@/lib/engine";
import { DRINK_REQUEST, DRINK_SCHEMA, startPoolWithServer } from "./fixtures/pool-with-server";
import { createModelPool, type ClosableModelPool } from "./model-pool";
import {
  chatCompletion,
  sendJson,
  startTestServer,
  type CallHandler,
  type TestServer,
} from "./test-server";

const KEY = "sk-very-secret-0815";
const REQUEST: ModelRequest = {
  ...DRINK_REQUEST,
  messages: [{ role: "system", content: "You are Ada." }, ...DRINK_REQUEST.messages],
};
const WITH_SCHEMA: ModelRequest = { ...REQUEST, schema: DRINK_SCHEMA };

/** From here on a test moves the clock of the calls itself: no machine is too slow for them. */
const stopClock = () => vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });

const open: (TestServer | ClosableModelPool)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const start = (behave: CallHandler, change: Partial<ModelTarget> = {}) =>
  startPoolWithServer(behave, { target: { apiKey: KEY, ...change } });

async function failureOf(call: Promise<unknown>): Promise<EndpointFailure> {
  const outcome = await call.catch((error: unknown) => error);
  if (!(outcome instanceof EndpointFailure))
    throw new Error(`expected an EndpointFailure, got ${String(outcome)}`);
  expect(outcome.message).not.toContain(KEY);
  expect(outcome.message).toContain("Lab GPU");
  return outcome;
}

const bodyField = (body: unknown, name: string): unknown => (body as Record<string, unknown>)[name];

describe("a call that succeeds", () => {
  test("sends model, seed, schema and key, and reports the server's usage", async () => {
    const { server, pool, target } = await start(({ response }) =>
      sendJson(response, 200, chatCompletion('{"drink":"tea"}')),
    );
    const reply = await pool.complete(groupOfOne(target), WITH_SCHEMA);
    expect(reply).toMatchObject({
      text: '{"drink":"tea"}',
      model: "tiny",
      endpoint: "Lab GPU",
      promptTokens: 12,
      completionTokens: 3,
      tokensEstimated: false,
      finishReason: "stop",
    });
    expect(reply.latencyMs).toBeGreaterThan(0);
    expect(server.bodies[0]).toMatchObject({
      model: "tiny",
      seed: 7,
      temperature: 0.7,
      max_tokens: 50,
      response_format: {
        type: "json_schema",
        json_schema: { name: "drink", strict: true, schema: WITH_SCHEMA.schema?.schema },
      },
    });
    expect(server.keys[0]).toBe(`Bearer ${KEY}`);
  });

  test("sends no authorisation header without a key", async () => {
    const { server, pool, target } = await start(
      ({ response }) => sendJson(response, 200, chatCompletion("Tea.")),
      { apiKey: null },
    );
    await pool.complete(groupOfOne(target), REQUEST);
    expect(server.keys).toEqual([undefined]);
  });

  test("accepts answers without usage or content type, with reasoning or a refusal", async () => {
    const { pool, target } = await start(({ at, response }) => {
      if (at === 1)
        return sendJson(
          response,
          200,
          chatCompletion("<think>Hm.\n</think>\n\nTea.", { usage: null }),
        );
      if (at === 2)
        return sendJson(
          response,
          200,
          chatCompletion(null, { message: { refusal: "I would rather not." } }),
        );
      if (at === 3) return sendJson(response, 200, chatCompletion(null, { finish: "length" }));
      response
        .writeHead(200, { "content-type": "text/plain" })
        .end(JSON.stringify(chatCompletion("Coffee.")));
    });
    expect(await pool.complete(groupOfOne(target), REQUEST)).toMatchObject({
      text: "Tea.",
      tokensEstimated: true,
      promptTokens: 7,
    });
    expect(await pool.complete(groupOfOne(target), REQUEST)).toMatchObject({
      text: "I would rather not.",
      finishReason: "refusal",
    });
    expect(await pool.complete(groupOfOne(target), REQUEST)).toMatchObject({
      text: "",
      finishReason: "length",
    });
    expect(await pool.complete(groupOfOne(target), REQUEST)).toMatchObject({ text: "Coffee." });
  });

  test("makes at most `concurrency` calls at a time", async () => {
    const active: ServerResponse[] = [];
    let most = 0;
    const { pool, target } = await start(
      ({ response }) => {
        most = Math.max(most, active.push(response));
        // Answers only once the maximum number of concurrent calls wait for it.
        if (active.length === 3)
          for (const one of active.splice(0)) sendJson(one, 200, chatCompletion("Tea."));
      },
      { concurrency: 3 },
    );
    await Promise.all(Array.from({ length: 21 }, () => pool.complete(groupOfOne(target), REQUEST)));
    expect(most).toBe(3);
  });
});

describe("a temporary failure", () => {
  const passing: [string, CallHandler][] = [
    [
      "500 twice",
      ({ at, response }) =>
        at < 3
          ? sendJson(response, 500, { error: { message: "oops" } })
          : sendJson(response, 200, chatCompletion("Tea.")),
    ],
    [
      "a reset connection",
      ({ at, request, response }) =>
        at < 3
          ? void request.socket.resetAndDestroy()
          : sendJson(response, 200, chatCompletion("Tea.")),
    ],
    [
      "truncated JSON",
      ({ at, response }) =>
        at < 3
          ? void response
              .writeHead(200, { "content-type": "application/json" })
              .end('{"choices":[{"mess')
          : sendJson(response, 200, chatCompletion("Tea.")),
    ],
    [
      "a body cut short",
      ({ at, response }) => {
        if (at === 3) return sendJson(response, 200, chatCompletion("Tea."));
        response
          .writeHead(200, { "content-type": "application/json", "content-length": "500" })
          .write('{"choices"', () => response.destroy());
      },
    ],
  ];
  test.each(passing)("%s is retried", async (_, behave) => {
    const { server, pool, target } = await start(behave);
    expect((await pool.complete(groupOfOne(target), REQUEST)).text).toBe("Tea.");
    expect(server.bodies).toHaveLength(3);
  });

  test("a web page is retried where the server answered properly before", async () => {
    const { server, pool, target } = await start(({ at, response }) =>
      at === 2
        ? void response
            .writeHead(200, { "content-type": "text/html" })
            .end("<html>502 Bad Gateway</html>")
        : sendJson(response, 200, chatCompletion("Tea.")),
    );
    await pool.complete(groupOfOne(target), REQUEST);
    expect((await pool.complete(groupOfOne(target), REQUEST)).text).toBe("Tea.");
    expect(server.bodies).toHaveLength(3);
  });

  test("429 is retried after the time in Retry-After, not earlier", async () => {
    stopClock();
    const { server, pool, target } = await start(({ at, response }) =>
      at === 1
        ? sendJson(response, 429, { error: { message: "slow down" } }, { "retry-after": "100" })
        : sendJson(response, 200, chatCompletion("Tea.")),
    );
    const reply = pool.complete(groupOfOne(target), REQUEST);
    await expect.poll(() => pool.status()[0]).toMatchObject({ active: 0, calls: 1 });
    await vi.advanceTimersByTimeAsync(40_000);
    expect(pool.status()[0]).toMatchObject({ active: 0, calls: 1 });
    await vi.advanceTimersByTimeAsync(70_000);
    expect((await reply).text).toBe("Tea.");
    expect(server.bodies).toHaveLength(2);
  });

  test("a hang and a slow drip fail as time-outs after four attempts", async () => {
    stopClock();
    let drops = 0;
    const { server, pool, target } = await start(
      ({ at, response }) => {
        if (at % 2 === 0) return;
        response.writeHead(200, { "content-type": "application/json" });
        const drip = setInterval(() => response.write(" ", () => (drops += 1)), 5);
        response.on("close", () => clearInterval(drip));
      },
      { timeoutMs: 30_000 },
    );
    const call = failureOf(pool.complete(groupOfOne(target), REQUEST));
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await expect.poll(() => server.bodies.length).toBe(attempt);
      await vi.advanceTimersByTimeAsync(20_000);
      if (attempt % 2 === 1) {
        const before = drops;
        await expect.poll(() => drops).toBeGreaterThan(before + 1);
      }
      await vi.advanceTimersByTimeAsync(11_000);
    }
    const failure = await call;
    expect(failure.fault).toBe("timeout");
    expect(failure.message).toContain("Tried 4 times");
    expect(server.bodies).toHaveLength(4);
  });
});

describe("a permanent failure", () => {
  const staying: [string, EndpointFailure["fault"], string, number, CallHandler][] = [
    [
      "401",
      "unauthorised",
      "Check the key",
      1,
      ({ response }) =>
        sendJson(response, 401, { error: { message: `Incorrect API key provided: ${KEY}` } }),
    ],
    ["403", "unauthorised", "Check the key", 1, ({ response }) => sendJson(response, 403, {})],
    [
      "404 of a model",
      "noModel",
      "It offers: tiny.",
      1,
      ({ response }) =>
        sendJson(response, 404, { error: { message: "The model `x` does not exist." } }),
    ],
    [
      "HTML instead of JSON",
      "notOpenAi",
      "a web page",
      1,
      ({ response }) =>
        void response
          .writeHead(200, { "content-type": "text/html" })
          .end("<!doctype html><html></html>"),
    ],
    [
      "a redirect",
      "notOpenAi",
      "https://elsewhere.example/v1",
      1,
      ({ response }) =>
        void response.writeHead(308, { location: "https://u:p@elsewhere.example/v1" }).end(),
    ],
    [
      "a redirect to nowhere",
      "notOpenAi",
      "redirects to an address that cannot be read (302)",
      1,
      ({ response }) => void response.writeHead(302, { location: "//" }).end(),
    ],
    [
      "400",
      "badRequest",
      "too many sweets",
      1,
      ({ response }) =>
        sendJson(response, 400, { error: { message: `too many sweets for ${KEY}` } }),
    ],
    [
      "422 in FastAPI's words",
      "badRequest",
      "body.n: must be 1",
      1,
      ({ response }) =>
        sendJson(response, 422, { detail: [{ loc: ["body", "n"], msg: "must be 1" }] }),
    ],
    [
      "an exhausted quota",
      "noCredit",
      "used up",
      1,
      ({ response }) =>
        sendJson(response, 429, { error: { code: "insufficient_quota", message: "x" } }),
    ],
    [
      "429 without end",
      "rateLimited",
      "Tried 8 times",
      8,
      ({ response }) => sendJson(response, 429, { error: { message: "slow down" } }),
    ],
    [
      "503 without end",
      "serverError",
      "Tried 4 times",
      4,
      ({ response }) => void response.writeHead(503).end("down"),
    ],
    [
      "no choices",
      "notOpenAi",
      "an empty list of choices",
      1,
      ({ response }) => sendJson(response, 200, { ...chatCompletion("x"), choices: [] }),
    ],
    [
      "JSON of another shape",
      "notOpenAi",
      "without a choice",
      4,
      ({ response }) => sendJson(response, 200, { answer: 42 }),
    ],
  ];
  test.each(staying)(
    "%s fails with its fault and advice",
    async (_, fault, words, calls, behave) => {
      const { server, pool, target } = await start(behave);
      const failure = await failureOf(pool.complete(groupOfOne(target), REQUEST));
      expect(failure.fault).toBe(fault);
      expect(failure.message).toContain(words);
      expect(failure.message).not.toContain("u:p");
      expect(server.bodies).toHaveLength(calls);
    },
  );

  test("a closed port and an unknown host fail as unreachable", async () => {
    const { server, pool, target } = await start(() => undefined);
    await server.close();
    expect(await failureOf(pool.complete(groupOfOne(target), REQUEST))).toMatchObject({
      fault: "unreachable",
      message: expect.stringContaining("no server is listening there"),
    });
    const nowhere = { ...target, baseUrl: "http://no-such-host.invalid/v1" };
    expect(await failureOf(pool.complete(groupOfOne(nowhere), REQUEST))).toMatchObject({
      fault: "unreachable",
      message: expect.stringContaining("no-such-host.invalid"),
    });
  });

  test("a malformed address fails its call and frees its place in the queue", async () => {
    const { pool, target } = await start(() => undefined);
    const nowhere = groupOfOne({ ...target, baseUrl: "http://[", concurrency: 1 });
    for (let call = 0; call < 2; call += 1)
      await expect(pool.complete(nowhere, REQUEST)).rejects.toThrow("Invalid URL");
    expect(pool.status()[0]?.active).toBe(0);
  });

  test("HTTPS to a plain HTTP server fails with advice to write http://", async () => {
    const { pool, target } = await start(() => undefined);
    const failure = await failureOf(
      pool.complete(
        groupOfOne({ ...target, baseUrl: target.baseUrl.replace("http:", "https:") }),
        REQUEST,
      ),
    );
    expect(failure).toMatchObject({
      fault: "unreachable",
      message: expect.stringContaining("http://"),
    });
  });
});

describe("a server that refuses parameters", () => {
  test("gets the schema in the prompt after it has refused one", async () => {
    const { server, pool, target } = await start(({ body, response }) => {
      const format = bodyField(body, "response_format") as { type: string } | undefined;
      if (format?.type === "json_schema")
        return sendJson(response, 400, {
          error: { message: "'response_format.type' must be 'json_object' or 'text'" },
        });
      sendJson(response, 200, chatCompletion('{"drink":"tea"}'));
    });
    await pool.complete(groupOfOne(target), WITH_SCHEMA);
    await pool.complete(groupOfOne(target), WITH_SCHEMA);
    expect(
      server.bodies.map((body) => (bodyField(body, "response_format") as { type: string }).type),
    ).toEqual(["json_schema", "json_object", "json_object"]);
    expect(JSON.stringify(bodyField(server.bodies[2], "messages"))).toContain("JSON Schema");
  });

  test("gets the schema in the prompt where a probe found that it ignores schemas", async () => {
    const { server, pool, target } = await start(
      ({ response }) => sendJson(response, 200, chatCompletion("{}")),
      { jsonSchema: false },
    );
    await pool.complete(groupOfOne(target), WITH_SCHEMA);
    expect(bodyField(server.bodies[0], "response_format")).toEqual({ type: "json_object" });
  });

  test("gets max_completion_tokens and neither temperature nor seed after refusals", async () => {
    const { server, pool, target } = await start(({ body, response }) => {
      const complain = (message: string) => sendJson(response, 400, { error: { message } });
      if (bodyField(body, "max_tokens") !== undefined)
        return complain(
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use " +
            "'max_completion_tokens' instead.",
        );
      if (bodyField(body, "temperature") !== undefined)
        return complain("Unsupported value: 'temperature' does not support 0.7 with this model.");
      if (bodyField(body, "seed") !== undefined)
        return complain("Unrecognized request argument supplied: seed");
      sendJson(response, 200, chatCompletion("Tea."));
    });
    await Promise.all([1, 2, 3, 4].map(() => pool.complete(groupOfOne(target), REQUEST)));
    const before = server.bodies.length;
    await pool.complete(groupOfOne(target), REQUEST);
    expect(server.bodies.slice(before)).toEqual([
      { model: "tiny", messages: REQUEST.messages, stream: false, max_completion_tokens: 50 },
    ]);
  });

  test("is not adapted to when it complains about the length of the prompt", async () => {
    const { server, pool, target } = await start(({ response }) =>
      sendJson(response, 400, {
        error: {
          message:
            "This model's maximum context length is 100 tokens; 'max_tokens' is " +
            "unexpected. Please reduce the length.",
        },
      }),
    );
    expect((await failureOf(pool.complete(groupOfOne(target), REQUEST))).fault).toBe("badRequest");
    expect(server.bodies).toHaveLength(1);
  });
});

describe("an abort", () => {
  test("rejects calls in flight, in the queue and before a retry with its reason", async () => {
    const { server, pool, target } = await start(
      ({ at, response }) => {
        if (at === 1) sendJson(response, 429, {}, { "retry-after": "30" });
      },
      { concurrency: 2 },
    );
    const controller = new AbortController();
    const calls = [1, 2, 3, 4].map(() =>
      pool.complete(groupOfOne(target), REQUEST, controller.signal),
    );
    // The next call takes the place of the refused one.
    await expect.poll(() => server.bodies.length).toBe(3);
    controller.abort(new Error("the run was cancelled"));
    for (const outcome of await Promise.allSettled(calls))
      expect(outcome).toMatchObject({
        status: "rejected",
        reason: new Error("the run was cancelled"),
      });
    expect(server.bodies).toHaveLength(3);
    await expect(pool.complete(groupOfOne(target), REQUEST, controller.signal)).rejects.toThrow(
      "the run was cancelled",
    );
  });
});

describe("a group", () => {
  async function pair(first: CallHandler, second: CallHandler, policy: Partial<PolicySettings>) {
    const servers = [await startTestServer(first), await startTestServer(second)];
    const pool = createModelPool({ random: () => 0.5, policy: { baseMs: 5, ...policy } });
    open.push(pool, ...servers);
    const targets = servers.map(({ baseUrl }, at): ModelTarget => ({
      endpointId: `e${at}`,
      name: `Lab GPU ${at}`,
      baseUrl,
      model: "tiny",
      apiKey: KEY,
      concurrency: 4,
      timeoutMs: 60_000,
      jsonSchema: null,
      numberBounds: null,
      priceIn: null,
      priceOut: null,
    }));
    return { servers, pool, group: { name: "lab", model: "tiny", targets } };
  }

  const answers: CallHandler = ({ response }) => sendJson(response, 200, chatCompletion("Tea."));

  test("answers while one endpoint refuses its key, and reports it in the status", async () => {
    const { servers, pool, group } = await pair(
      ({ response }) => sendJson(response, 401, {}),
      answers,
      { coolDownMs: 60_000, coolDownAloneMs: 60_000 },
    );
    const ask = (at: number) => pool.complete(group, { ...REQUEST, affinity: `agent ${at}` });
    for (let at = 0; at < 20; at += 1) expect((await ask(at)).endpoint).toBe("Lab GPU 1");
    expect(servers[0]?.bodies.length).toBeLessThan(4);
    const [refusing, serving] = pool.status();
    expect(refusing).toMatchObject({
      endpointId: "e0",
      ok: 0,
      active: 0,
      circuit: "open",
      circuitReason: expect.stringContaining("Check the key"),
    });
    expect(serving).toMatchObject({
      endpointId: "e1",
      ok: 20,
      circuit: "closed",
      promptTokens: 240,
      completionTokens: 60,
      failed: {},
      waiting: 0,
      limit: 4,
    });
    expect(JSON.stringify(pool.status())).not.toContain(KEY);
  });

  test("hedges a call that hangs, takes the first answer, and aborts the other", async () => {
    stopClock();
    let left = 0;
    const hangs: CallHandler = ({ response }) => void response.on("close", () => (left += 1));
    const { servers, pool, group } = await pair(hangs, answers, {
      hedgeFloorMs: 50,
      hedgeShare: 1,
    });
    const calls = Promise.all(
      [1, 2, 3, 4].map((at) => pool.complete(group, { ...REQUEST, affinity: `agent ${at}` })),
    );
    await expect
      .poll(() => [servers[0]?.bodies.length, pool.status()[1]?.active])
      .toEqual([pool.status()[0]?.calls, 0]);
    // No latency is known yet: a call is hedged after half its time-out.
    await vi.advanceTimersByTimeAsync(30_000);
    const replies = await calls;
    expect(new Set(replies.map(({ endpoint }) => endpoint))).toEqual(new Set(["Lab GPU 1"]));
    const [hung, well] = pool.status();
    expect(hung?.calls).toBeGreaterThan(0);
    expect(well?.hedges).toBe(hung?.calls);
    await expect
      .poll(() => [left, pool.status()[0]?.active, pool.status()[0]?.abandoned])
      .toEqual([hung?.calls, 0, hung?.calls]);
  });

  test("resumes at once when a check finds an endpoint available", async () => {
    let well = false;
    const { pool, group } = await pair(
      ({ response }) =>
        well ? sendJson(response, 200, chatCompletion("Tea.")) : void response.writeHead(500).end(),
      answers,
      { coolDownMs: 60_000, coolDownAloneMs: 60_000, downTimeoutMs: 200 },
    );
    const [target] = group.targets;
    const only = { ...group, targets: group.targets.slice(0, 1) };
    await Promise.allSettled([1, 2, 3].map(() => pool.complete(only, REQUEST)));
    expect(pool.status()[0]?.circuit).toBe("open");
    await expect(pool.check(target!)).rejects.toThrow(EndpointFailure);
    well = true;
    await pool.check(target!);
    expect(pool.status()[0]?.circuit).toBe("closed");
    expect((await pool.complete(only, REQUEST)).text).toBe("Tea.");
  });
});
