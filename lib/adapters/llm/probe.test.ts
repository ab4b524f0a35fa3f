import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { probeServer } from "./probe";
import { chatCompletion, sendJson, startTestServer, type CallHandler } from "./test-server";

// The clock of the probe stands still: nothing is late on a busy machine.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const close of closers.splice(0)) await close();
});

async function probe(behave: CallHandler, change: { model?: string; path?: string } = {}) {
  const server = await startTestServer(behave);
  closers.push(server.close);
  const baseUrl = server.baseUrl.replace(/\/v1$/, change.path ?? "/v1");
  return {
    server,
    result: await probeServer({
      name: "Lab GPU",
      baseUrl,
      model: change.model ?? "tiny",
      apiKey: "sk-1",
      concurrency: 4,
      timeoutMs: TIMEOUT_MS,
    }),
  };
}

/** Longer than any test of a server once had. */
const TIMEOUT_MS = 100_000;
const field = (body: unknown, name: string): unknown => (body as Record<string, unknown>)[name];
const FITTING = '{"hue":"teal","tally":7,"remark":"Quiet."}';

function stream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end('data: {"choices":[{"delta":{"content":"x"}}]}\n\ndata: [DONE]\n\n');
}

describe("a working server", () => {
  test("is reported with its capabilities", async () => {
    const { result } = await probe(({ body, response }) =>
      field(body, "stream") === true
        ? stream(response)
        : sendJson(response, 200, chatCompletion(FITTING)),
    );
    expect(result).toMatchObject({
      ok: true,
      answer: FITTING,
      models: ["tiny"],
      isDemo: false,
      capabilities: {
        chat: true,
        jsonSchema: true,
        seed: true,
        usage: true,
        streaming: true,
        embeddings: false,
      },
    });
  });

  test.each([
    ['{"metres":1000}', false],
    ['{"metres":0.5}', true],
    ["One thousand.", null],
  ])("keeps numbers within bounds or not, as %s shows", async (answer, numberBounds) => {
    const { result } = await probe(({ sent, response }) =>
      sendJson(response, 200, chatCompletion(sent.includes("kilometre") ? answer : FITTING)),
    );
    expect(result).toMatchObject({ ok: true, capabilities: { jsonSchema: true, numberBounds } });
  });

  test("is reported without the capabilities it ignores: schema, seed, streaming", async () => {
    const { result } = await probe(({ at, response }) =>
      sendJson(response, 200, chatCompletion(`Morning number ${at}.`, { usage: null })),
    );
    expect(result).toMatchObject({
      ok: true,
      capabilities: { jsonSchema: false, seed: false, usage: false, streaming: false },
    });
  });

  test("passes although it refuses schemas or fails on them", async () => {
    const refusing = await probe(({ body, response }) =>
      field(body, "response_format") === undefined
        ? sendJson(response, 200, chatCompletion("Fine."))
        : sendJson(response, 400, { error: { message: "response_format is not supported" } }),
    );
    expect(refusing.result).toMatchObject({ ok: true, capabilities: { jsonSchema: false } });
    const stumbling = await probe(({ body, response }) =>
      field(body, "response_format") === undefined
        ? sendJson(response, 200, chatCompletion("Fine."))
        : sendJson(response, 500, { error: { message: "internal error" } }),
    );
    expect(stumbling.result).toMatchObject({ ok: true, capabilities: { jsonSchema: false } });
  });

  test("leaves schema support unknown when reasoning used up the answer", async () => {
    const { result } = await probe(({ response }) =>
      sendJson(response, 200, chatCompletion("<think>Well", { finish: "length" })),
    );
    expect(result).toMatchObject({ ok: true, capabilities: { jsonSchema: null } });
  });
});

test("reports a server that serves embeddings only", async () => {
  const server = await startTestServer(
    ({ response }) =>
      sendJson(response, 200, {
        object: "list",
        data: [{ object: "embedding", index: 0, embedding: [0.6, 0.8] }],
      }),
    "/v1/embeddings",
  );
  closers.push(server.close);
  const result = await probeServer({
    name: "Embedder",
    baseUrl: server.baseUrl,
    model: "tiny",
    apiKey: null,
    concurrency: 4,
    timeoutMs: TIMEOUT_MS,
  });
  expect(result).toMatchObject({
    ok: true,
    answer: "",
    models: ["tiny"],
    isDemo: false,
    capabilities: { chat: false, embeddings: true },
  });
});

describe("a server that cannot be used", () => {
  const failures: [string, string, string, CallHandler][] = [
    [
      "wants another key",
      "unauthorised",
      "Check the key",
      ({ response }) => sendJson(response, 401, {}),
    ],
    [
      "lacks the model",
      "noModel",
      "It offers: tiny.",
      ({ response }) => sendJson(response, 404, { error: { message: "no such model" } }),
    ],
    [
      "has no such path",
      "noApi",
      "no chat completions API at this address",
      ({ response }) => void response.writeHead(404).end(),
    ],
    [
      "sends web pages",
      "notOpenAi",
      "a web page",
      ({ response }) =>
        void response.writeHead(200, { "content-type": "text/html" }).end("<html></html>"),
    ],
    ["hangs", "timeout", "loading its model", () => void vi.advanceTimersByTimeAsync(TIMEOUT_MS)],
  ];
  test.each(failures)("is explained: %s", async (_, fault, words, behave) => {
    const { result } = await probe(behave);
    expect(result).toMatchObject({
      ok: false,
      fault,
      message: expect.stringContaining(words),
      models: ["tiny"],
    });
  });

  test("is suggested under /v1 where the address lacks it", async () => {
    const { result, server } = await probe(() => undefined, { path: "" });
    expect(result).toMatchObject({
      ok: false,
      fault: "noModel",
      message: expect.stringContaining(`A server responds at ${server.baseUrl}`),
    });
  });

  test("is unreachable on a closed port, and at an address that is not HTTP", async () => {
    const server = await startTestServer(() => undefined);
    await server.close();
    const target = {
      name: "Lab GPU",
      model: "tiny",
      apiKey: null,
      concurrency: 1,
      timeoutMs: TIMEOUT_MS,
    };
    expect(await probeServer({ ...target, baseUrl: server.baseUrl })).toMatchObject({
      ok: false,
      fault: "unreachable",
    });
    expect(await probeServer({ ...target, baseUrl: "file:///etc/passwd" })).toMatchObject({
      ok: false,
      fault: "unreachable",
    });
  });
});

test("recognises the demo model by the owner of its models", async () => {
  const server = createServer((request: IncomingMessage, response) => {
    if (request.url === "/v1/models")
      return sendJson(response, 200, { data: [{ id: "microcosm-demo", owned_by: "microcosm" }] });
    sendJson(response, 200, chatCompletion(FITTING));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  );
  const { port } = server.address() as AddressInfo;
  const result = await probeServer({
    name: "x",
    baseUrl: `http://127.0.0.1:${port}/v1`,
    model: "microcosm-demo",
    apiKey: null,
    concurrency: 1,
    timeoutMs: TIMEOUT_MS,
  });
  expect(result).toMatchObject({ ok: true, isDemo: true });
});
