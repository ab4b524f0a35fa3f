import { expect, test } from "vitest";
import { CallFailedError, EndpointFailure } from "@/lib/services/models/ports";
import { startPoolWithServer } from "./fixtures/pool-with-server";
import { sendJson, type CallHandler } from "./test-server";

const start = (behave: CallHandler) => startPoolWithServer(behave, { path: "/v1/embeddings" });

const listOf = (...vectors: (readonly [number, number[]])[]) => ({
  object: "list",
  data: vectors.map(([index, embedding]) => ({ object: "embedding", index, embedding })),
});

test("embeds many texts in one call and returns vectors in the texts' order", async () => {
  const { server, pool, target } = await start(({ response }) =>
    sendJson(response, 200, listOf([1, [0, 1]], [0, [1, 0]])),
  );
  expect(await pool.embed(target, ["one", "two"])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(server.bodies).toEqual([{ model: "tiny", input: ["one", "two"] }]);
});

const shapes: [string, unknown][] = [
  ["without numbers", { data: [{ embedding: [1, 0] }, { embedding: [0, 1] }] }],
  [
    "with the same number for each",
    {
      data: [
        { index: 0, embedding: [1, 0] },
        { index: 0, embedding: [0, 1] },
      ],
    },
  ],
  [
    "with numbers as text",
    {
      data: [
        { index: "1", embedding: [0, 1] },
        { index: "0", embedding: [1, 0] },
      ],
    },
  ],
  [
    "as a list of lists",
    [
      [1, 0],
      [0, 1],
    ],
  ],
  [
    "under another name",
    {
      embeddings: [
        [1, 0],
        [0, 1],
      ],
    },
  ],
  ["in lists of one", [{ embedding: [[1, 0]] }, { embedding: [[0, 1]] }]],
];
test.each(shapes)("reads vectors %s", async (_, body) => {
  const { pool, target } = await start(({ response }) => sendJson(response, 200, body));
  expect(await pool.embed(target, ["one", "two"])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test("keeps the message of an error in a successful response", async () => {
  const { pool, target } = await start(({ response }) =>
    sendJson(response, 200, { error: { message: "Bad key", code: 401 } }),
  );
  await expect(pool.embed(target, ["one"])).rejects.toThrow(/Bad key.*asked for embeddings/);
});

test("retries a temporary failure", async () => {
  const { server, pool, target } = await start(({ at, response }) =>
    at === 1
      ? sendJson(response, 503, { error: { message: "busy" } })
      : sendJson(response, 200, listOf([0, [1]])),
  );
  expect(await pool.embed(target, ["one"])).toEqual([[1]]);
  expect(server.bodies).toHaveLength(2);
});

test("rejects an answer without exactly one embedding per text", async () => {
  for (const body of [
    { data: [] },
    { data: [{ index: 0, embedding: [] }] },
    listOf([1, [1]]),
    { choices: [] },
  ]) {
    const { pool, target } = await start(({ response }) => sendJson(response, 200, body));
    const failure = await pool.embed(target, ["one"]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EndpointFailure);
    expect((failure as EndpointFailure).message).toContain("embeddings");
  }
});

test("names embeddings in a refusal, and passes an abort on", async () => {
  const { pool, target } = await start(({ response }) =>
    sendJson(response, 400, { error: { message: "too long" } }),
  );
  await expect(pool.embed(target, ["one"])).rejects.toThrow(
    /too long.*It was asked for embeddings of memories\./,
  );
  const stopped = AbortSignal.abort(new Error("stop"));
  await expect(pool.embed(target, ["one"], stopped)).rejects.toThrow("stop");
});

test("refuses embeddings from the in-process model", async () => {
  const { pool, target } = await start(() => undefined);
  await expect(pool.embed({ ...target, baseUrl: "inprocess://instant" }, ["one"])).rejects.toThrow(
    /serves no embeddings/,
  );
});

test("a refused text is known as a failure of this call", async () => {
  const { pool, target } = await start(({ response }) =>
    sendJson(response, 400, { error: { code: "content_filter", message: "Filtered." } }),
  );
  const error: unknown = await pool.embed(target, ["one"]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CallFailedError);
  expect(error).toMatchObject({
    reason: "refused",
    isProven: true,
    message: expect.stringMatching(/Filtered\..*asked for embeddings/) as string,
  });
});
