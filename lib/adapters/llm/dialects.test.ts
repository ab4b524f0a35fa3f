import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { groupOfOne } from "@/lib/services/models/group-of-one";
import { EndpointFailure } from "@/lib/services/models/ports";
import { DRINK_REQUEST, DRINK_SCHEMA, startPoolWithServer } from "./fixtures/pool-with-server";
import { chatCompletion, sendJson, type CallHandler } from "./test-server";

const WITH_SCHEMA: ModelRequest = { ...DRINK_REQUEST, schema: DRINK_SCHEMA };
const TEA = '{"drink":"tea"}';

async function start(behave: CallHandler) {
  const { server, pool, target } = await startPoolWithServer(behave);
  const ask = (request = WITH_SCHEMA): Promise<ModelReply> =>
    pool.complete(groupOfOne(target), request);
  return { server, pool, target, ask };
}

/** The reply to a body of this JSON. */
async function replyTo(body: unknown, request = WITH_SCHEMA): Promise<ModelReply> {
  const { ask } = await start(({ response }) => sendJson(response, 200, body));
  return ask(request);
}

async function failureOf(call: Promise<unknown>): Promise<EndpointFailure> {
  const outcome = await call.catch((error: unknown) => error);
  if (outcome instanceof EndpointFailure) return outcome;
  throw new Error(`expected an EndpointFailure, got ${JSON.stringify(outcome)}`);
}

const choiceOf = (choice: object): object => ({ ...chatCompletion(null), choices: [choice] });
const messageOf = (message: object, finish = "stop"): object =>
  chatCompletion(null, { message, finish });

describe("an answer", () => {
  const tool = { id: "1", type: "function", function: { name: "drink", arguments: TEA } };
  const places: [string, object][] = [
    ["in the content", messageOf({ content: TEA })],
    [
      "in parts of the content",
      messageOf({ content: [{ type: "text", text: '{"drink":' }, '"tea"}'] }),
    ],
    ["in the content as JSON", messageOf({ content: { drink: "tea" } })],
    [
      "after a part that reasons",
      messageOf({
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "Hm." }], text: "Hm." },
          { type: "text", text: TEA },
        ],
      }),
    ],
    ["in reasoning_content", messageOf({ content: null, reasoning_content: `Hm.\n${TEA}` })],
    ["in reasoning", messageOf({ content: "", reasoning: TEA })],
    ["as the arguments of a tool", messageOf({ content: null, tool_calls: [tool] }, "tool_calls")],
    [
      "as the arguments of a tool, as an object",
      messageOf({
        content: " ",
        tool_calls: [{ function: { name: "drink", arguments: { drink: "tea" } } }],
      }),
    ],
    ["as the arguments of a function", messageOf({ function_call: { name: "d", arguments: TEA } })],
    [
      "as a call that was written as text",
      messageOf({ content: '{"name": "drink", "arguments": {"drink": "tea"}}' }),
    ],
    [
      "as a call that was written as text, its arguments as a string",
      messageOf({ content: JSON.stringify({ name: "drink", arguments: TEA }) }),
    ],
    [
      "as a call between tags",
      messageOf({
        content: '<tool_call>\n{"name":"drink","parameters":{"drink":"tea"}}</tool_call>',
      }),
    ],
    [
      "as a function that was written as text",
      messageOf({
        content: '{"type":"function","function":{"name":"d","arguments":{"drink":"tea"}}}',
      }),
    ],
    ["after <think>", messageOf({ content: `<think>Hm, {"drink":"coffee"}?</think>\n\n${TEA}` })],
    ["after <Thought>", messageOf({ content: `\n<Thought>Hm.</Thought>${TEA}` })],
    [
      "after <thinking> and <reasoning>",
      messageOf({ content: `<thinking>a</thinking><reasoning>b</reasoning>${TEA}` }),
    ],
    [
      "after reasoning that the prompt opened",
      messageOf({ content: `Hm, {"drink":"coffee"}?\n</THINK>${TEA}` }),
    ],
    [
      "in a delta instead of a message",
      choiceOf({ delta: { content: TEA }, finish_reason: "stop" }),
    ],
    ["as a completion without chat", choiceOf({ text: TEA, finish_reason: "stop" })],
  ];
  test.each(places)("is found %s", async (_, body) => {
    const reply = await replyTo(body);
    expect(JSON.parse(reply.text)).toEqual({ drink: "tea" });
    expect(["stop", "tool_calls"]).toContain(reply.finishReason);
  });

  const absent: [string, object][] = [
    ["in reasoning without JSON", messageOf({ content: null, reasoning_content: "Tea is best." })],
    ["in reasoning that was cut off", messageOf({ content: null, reasoning: TEA }, "length")],
    ["in reasoning without end", messageOf({ content: `<reasoning>${TEA}` }, "length")],
  ];
  test.each(absent)("is not looked for %s", async (_, body) => {
    expect((await replyTo(body)).text).toBe("");
  });

  test("without a schema is never taken from reasoning or out of a call", async () => {
    expect((await replyTo(messageOf({ content: null, reasoning: TEA }), DRINK_REQUEST)).text).toBe(
      "",
    );
    const call = '{"name":"x","arguments":{"drink":"tea"}}';
    expect((await replyTo(messageOf({ content: call }), DRINK_REQUEST)).text).toBe(call);
  });

  test("keeps a call where the schema itself has such fields", async () => {
    const call = '{"name":"x","arguments":{"drink":"tea"}}';
    const schema = { type: "object", properties: { name: {}, arguments: {} } };
    const request = { ...DRINK_REQUEST, schema: { name: "call", schema } };
    expect((await replyTo(messageOf({ content: call }), request)).text).toBe(call);
  });

  test("keeps the reason to finish that the server names", async () => {
    const finishing = (finish: unknown) =>
      choiceOf({ message: { content: TEA }, finish_reason: finish });
    const reasons = [
      ["eos", "eos"],
      [{ type: "stop", matched: 2 }, "stop"],
      [null, "unknown"],
      [7, "unknown"],
    ];
    for (const [sent, shown] of reasons)
      expect((await replyTo(finishing(sent))).finishReason).toBe(shown);
  });

  test("in a part that refuses is a refusal", async () => {
    const content = [{ type: "refusal", refusal: "I would rather not." }];
    expect(await replyTo(messageOf({ content }))).toMatchObject({
      text: "I would rather not.",
      finishReason: "refusal",
    });
  });
});

describe("characters and numbers that the database cannot hold", () => {
  test("are replaced in texts, names and reasons to finish", async () => {
    const { ask } = await start(({ response }) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        String.raw`{"model":"ti\u0000ny","choices":[{"finish_reason":"st\ud800op",` +
          String.raw`"message":{"content":"a\u0000b\ud83d c\\u0000 \ud83d\ude00 \udc00"}}]}`,
      );
    });
    expect(await ask(DRINK_REQUEST)).toMatchObject({
      text: "a\ufffdb\ufffd c\\u0000 😀 \ufffd",
      model: "ti\ufffdny",
      finishReason: "st\ufffdop",
    });
  });

  test("are replaced where they stand unescaped, and in texts of tools", async () => {
    const { ask } = await start(({ at, response }) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        at === 1
          ? '{"choices":[{"message":{"content":"a\0b"}}]}'
          : String.raw`{"choices":[{"message":{"function_call":` +
              String.raw`{"arguments":{"a\u0000":"\ud800"}}}}]}`,
      );
    });
    expect((await ask(DRINK_REQUEST)).text).toBe("a\ufffdb");
    expect((await ask(DRINK_REQUEST)).text).toBe('{"a\ufffd":"\ufffd"}');
  });

  test("are replaced in the message of a refusal, which ends with a whole character", async () => {
    const { ask } = await start(({ response }) =>
      sendJson(response, 400, { error: { message: `a\0b\ud800 ${"😀".repeat(200)}` } }),
    );
    const { message } = await failureOf(ask(DRINK_REQUEST));
    expect(message).toContain("a\ufffdb\ufffd 😀");
    expect(message.isWellFormed()).toBe(true);
  });

  const usages: [string, object, object][] = [
    ["whole numbers", { prompt_tokens: 9, completion_tokens: 2 }, { promptTokens: 9 }],
    ["strings", { prompt_tokens: "9", completion_tokens: "2" }, { promptTokens: 9 }],
    ["fractions", { prompt_tokens: 9.4, completion_tokens: 1.6 }, { completionTokens: 2 }],
    ["beyond 32 bits", { prompt_tokens: 2 ** 40, completion_tokens: 2 }, { tokensEstimated: true }],
    ["negative", { prompt_tokens: -1, completion_tokens: 2 }, { tokensEstimated: true }],
    ["other names", { input_tokens: 9, output_tokens: 2 }, { promptTokens: 9 }],
    ["no numbers", { prompt_tokens: "many", completion_tokens: null }, { tokensEstimated: true }],
  ];
  test.each(usages)("are not in usage: %s", async (_, usage, expected) => {
    const reply = await replyTo(chatCompletion("Tea.", { usage }), DRINK_REQUEST);
    expect(reply).toMatchObject(expected);
    for (const count of [reply.promptTokens, reply.completionTokens])
      expect(Number.isInteger(count) && count >= 0 && count < 2 ** 31).toBe(true);
  });
});

describe("a server that streams all the same", () => {
  const event = (body: unknown): string => `data: ${JSON.stringify(body)}\n\n`;
  const piece = (delta: object, finish: string | null = null): string =>
    event({ model: "tiny", choices: [{ index: 0, delta, finish_reason: finish }] });
  const COUNTS = event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 4 } });
  const DONE = "data: [DONE]\n\n";
  const streaming =
    (body: string, type = "text/event-stream"): CallHandler =>
    ({ response }) =>
      void response.writeHead(200, { "content-type": type }).end(body);

  test("is told not to", async () => {
    const { server, ask } = await start(({ response }) =>
      sendJson(response, 200, chatCompletion(TEA)),
    );
    await ask();
    expect(server.bodies[0]).toMatchObject({ stream: false });
  });

  const streams: [string, string][] = [
    [
      "with usage at its end",
      piece({ role: "assistant", content: "" }) +
        piece({ content: '{"dri' }) +
        piece({ content: 'nk":"tea"}' }, "stop") +
        COUNTS +
        DONE,
    ],
    [
      "with comments, other fields and line ends",
      (
        ": ping\n\nevent: message\nid: 1\n" +
        piece({ content: TEA }, "stop") +
        COUNTS +
        DONE
      ).replaceAll("\n", "\r\n"),
    ],
    ["without [DONE]", piece({ content: TEA }, "stop") + COUNTS],
    [
      "with the whole message once more at its end",
      piece({ content: '{"drink":' }) +
        event({ choices: [{ message: { content: TEA }, finish_reason: "stop" }] }) +
        COUNTS,
    ],
    [
      "as a tool in pieces",
      piece({ tool_calls: [{ index: 0, function: { name: "drink", arguments: "" } }] }) +
        piece({ tool_calls: [{ index: 0, function: { arguments: '{"drink":' } }] }) +
        piece({ tool_calls: [{ index: 0, function: { arguments: '"tea"}' } }] }, "stop") +
        COUNTS +
        DONE,
    ],
    [
      "as reasoning in pieces",
      piece({ reasoning_content: '{"drink":' }) +
        piece({ reasoning_content: '"tea"}' }, "stop") +
        COUNTS +
        DONE,
    ],
    [
      "as completions without chat",
      event({ choices: [{ text: '{"drink":' }] }) +
        event({ choices: [{ text: '"tea"}', finish_reason: "stop" }] }) +
        COUNTS +
        DONE,
    ],
  ];
  test.each(streams)("is understood: %s", async (_, body) => {
    const { ask } = await start(streaming(body));
    expect(await ask()).toMatchObject({
      text: TEA,
      finishReason: "stop",
      promptTokens: 9,
      completionTokens: 4,
      tokensEstimated: false,
    });
  });

  test("is understood whatever its content type, with characters split across events", async () => {
    const body =
      'data: {"choices":[{"delta":{"content":"\\ud83d"}}]}\n\n' +
      'data: {"choices":[{"delta":{"content":"\\ude00\\u0000"},"finish_reason":"stop"}]}\n\n';
    const { ask } = await start(streaming(body, "application/json"));
    expect((await ask(DRINK_REQUEST)).text).toBe("😀\ufffd");
  });

  test("is asked again when its stream breaks off", async () => {
    const { server, ask } = await start(({ at, response, ...call }) =>
      streaming(at < 3 ? piece({ content: '{"dri' }) : piece({ content: TEA }, "stop"))({
        at,
        response,
        ...call,
      }),
    );
    expect((await ask()).text).toBe(TEA);
    expect(server.bodies).toHaveLength(3);
  });

  test("fails with the error in its stream", async () => {
    const error = { error: { message: "Insufficient credits", code: 402 } };
    const { server, ask } = await start(streaming(piece({ content: "{" }) + event(error)));
    expect(await failureOf(ask())).toMatchObject({
      fault: "noCredit",
      message: expect.stringContaining("Insufficient credits"),
    });
    expect(server.bodies).toHaveLength(1);
  });
});

describe("a server that compresses all the same", () => {
  const json = Buffer.from(JSON.stringify(chatCompletion(TEA)));
  const compressed: [string, string | undefined, Buffer][] = [
    ["gzip", "gzip", gzipSync(json)],
    ["x-gzip", "X-GZIP", gzipSync(json)],
    ["deflate", "deflate", deflateSync(json)],
    ["deflate without the header of zlib", "deflate", deflateRawSync(json)],
    ["Brotli", "br", brotliCompressSync(json)],
    ["twice", "gzip, br", brotliCompressSync(gzipSync(json))],
    ["without saying so", undefined, gzipSync(json)],
    ["not at all, but says so", "gzip", json],
  ];
  const sending =
    (bytes: Buffer, encoding: string | undefined, status = 200): CallHandler =>
    ({ response }) =>
      void response
        .writeHead(status, {
          "content-type": "application/json",
          ...(encoding !== undefined && { "content-encoding": encoding }),
        })
        .end(bytes);

  test.each(compressed)("is understood: %s", async (_, encoding, bytes) => {
    const { ask } = await start(sending(bytes, encoding));
    expect((await ask()).text).toBe(TEA);
  });

  test("is understood when it refuses a call", async () => {
    const body = gzipSync(JSON.stringify({ error: { message: "too many sweets" } }));
    const { ask } = await start(sending(body, "gzip", 400));
    expect((await failureOf(ask())).message).toContain("too many sweets");
    const damaged = await start(sending(body.subarray(0, 20), "gzip", 401));
    expect((await failureOf(damaged.ask())).fault).toBe("unauthorised");
  });

  test("cannot fill the memory", async () => {
    const { ask } = await start(sending(gzipSync(Buffer.alloc(40_000_000, " ")), "gzip"));
    expect((await failureOf(ask())).message).toContain("exceeds the size limit");
  });

  test("fails in words where its compression is unknown or damaged", async () => {
    const unknown = await start(sending(json, "lzma"));
    expect((await failureOf(unknown.ask())).message).toContain("compressed as “lzma”");
    const damaged = await start(sending(gzipSync(json).subarray(0, 30), "gzip"));
    expect((await failureOf(damaged.ask())).message).toContain("damaged data");
    expect(damaged.server.bodies).toHaveLength(4);
  });
});

describe("an error in a successful response", () => {
  const errors: [string, unknown, EndpointFailure["fault"], string, number][] = [
    [
      "401",
      { error: { message: "No auth credentials found", code: 401 } },
      "unauthorised",
      "No auth credentials",
      1,
    ],
    [
      "402",
      { error: { message: "Insufficient credits", code: 402 } },
      "noCredit",
      "Insufficient credits",
      1,
    ],
    ["429", { error: { message: "Slow down", code: 429 } }, "rateLimited", "Slow down", 8],
    [
      "429 in a string",
      { error: { message: "Slow down", code: "429" } },
      "rateLimited",
      "Slow down",
      8,
    ],
    [
      "502 within a choice",
      choiceOf({ message: { content: "" }, error: { code: 502, message: "Provider gone" } }),
      "serverError",
      "Provider gone",
      4,
    ],
    [
      "named by its type",
      { error: { message: "Nope", type: "invalid_api_key" } },
      "unauthorised",
      "Nope",
      1,
    ],
    [
      "in vLLM's shape",
      { object: "error", message: "Nope", type: "NotFoundError", code: 404 },
      "noModel",
      "Nope",
      1,
    ],
    [
      "in a list",
      [{ error: { code: 400, message: "Nope", status: "INVALID_ARGUMENT" } }],
      "badRequest",
      "Nope",
      1,
    ],
    ["as a text", { error: "model is loading" }, "serverError", "model is loading", 4],
    ["without a known kind", { error: { message: "Oops" } }, "serverError", "Oops", 4],
  ];
  test.each(errors)("keeps its message and its kind: %s", async (_, body, fault, words, calls) => {
    const { server, ask } = await start(({ response }) => sendJson(response, 200, body));
    const failure = await failureOf(ask(DRINK_REQUEST));
    expect(failure).toMatchObject({ fault, message: expect.stringContaining(words) });
    expect(server.bodies).toHaveLength(calls);
  });

  test("is none when it is empty", async () => {
    const body = { ...chatCompletion(TEA), error: null, message: "" };
    expect((await replyTo(body)).text).toBe(TEA);
    expect((await replyTo({ ...chatCompletion(TEA), error: {} })).text).toBe(TEA);
  });

  test("of a gateway shows what its provider said", async () => {
    const raw = JSON.stringify({ error: { message: "the model fell asleep" } });
    const error = { message: "Provider returned error", code: 400, metadata: { raw } };
    const { ask } = await start(({ response }) => sendJson(response, 400, { error }));
    expect((await failureOf(ask(DRINK_REQUEST))).message).toContain("the model fell asleep");
  });
});

describe("a server that limits parameters", () => {
  test("gets as much as it takes, at once from the second call on", async () => {
    const { server, ask } = await start(({ body, response }) => {
      const { max_tokens: tokens, temperature } = body as Record<string, number>;
      const refuse = (message: string, param: string) =>
        sendJson(response, 400, { error: { message, param } });
      if ((tokens ?? 0) > 40) return refuse("max_tokens must be at most 40", "max_tokens");
      if ((temperature ?? 0) > 0.5) return refuse("Must be <= 0.5", "temperature");
      sendJson(response, 200, chatCompletion(TEA));
    });
    const { envelope } = await ask();
    expect(server.bodies).toHaveLength(3);
    expect(await ask({ ...WITH_SCHEMA, maxTokens: 30, temperature: 0 })).toMatchObject({
      text: TEA,
    });
    expect(server.bodies.slice(2)).toMatchObject([
      { max_tokens: 40, temperature: 0.5 },
      { max_tokens: 30, temperature: 0 },
    ]);
    expect(JSON.parse(envelope ?? "")).toMatchObject({
      body: { stream: false, max_tokens: 40, temperature: 0.5 },
    });
  });

  test("gets no limit of tokens where it takes none under either name", async () => {
    const { server, ask } = await start(({ body, response }) => {
      const name = Object.keys(body as object).find((key) => key.includes("tokens"));
      if (name === undefined) return sendJson(response, 200, chatCompletion(TEA));
      sendJson(response, 422, {
        detail: [{ loc: ["body", name], msg: "Extra inputs are not permitted" }],
      });
    });
    expect((await ask()).text).toBe(TEA);
    expect(server.bodies).toHaveLength(3);
  });
});
