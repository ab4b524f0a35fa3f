import { expect, test } from "vitest";
import { smallestAnswer } from "@/lib/domain/answers";
import type { ModelRequest } from "@/lib/engine";
import { groupOfOne } from "@/lib/services/models/group-of-one";
import type { ModelTarget } from "@/lib/services/models/ports";
import { createModelPool } from "./model-pool";

const target = (latency: number, concurrency = 100_000): ModelTarget => ({
  endpointId: `instant-${latency}`,
  name: "instant",
  baseUrl: `inprocess://instant?latency=${latency}`,
  model: "instant",
  apiKey: null,
  concurrency,
  timeoutMs: 1_000,
  jsonSchema: null,
  numberBounds: null,
  priceIn: null,
  priceOut: null,
});
const request = (seed: number): ModelRequest => ({
  messages: [{ role: "user", content: "Which one?" }],
  schema: {
    name: "choice",
    schema: {
      type: "object",
      properties: { option: { enum: ["a", "b", "c"] }, why: { type: "string" } },
      required: ["option"],
      additionalProperties: false,
    },
  },
  temperature: 1,
  maxTokens: 10,
  seed,
  affinity: "x",
});

test("answers equal seeds equally, and different seeds differently", async () => {
  const pool = createModelPool();
  const texts = await Promise.all(
    Array.from(
      { length: 30 },
      async (_, seed) => (await pool.complete(groupOfOne(target(0)), request(seed))).text,
    ),
  );
  const again = await Promise.all(
    Array.from(
      { length: 30 },
      async (_, seed) => (await pool.complete(groupOfOne(target(0)), request(seed))).text,
    ),
  );
  expect(again).toEqual(texts);
  expect([...new Set(texts)].sort()).toEqual([
    '{"option":"a"}',
    '{"option":"b"}',
    '{"option":"c"}',
  ]);
});

test("rejects at once on an abort, without waiting for the latency", async () => {
  const pool = createModelPool();
  const controller = new AbortController();
  const call = pool.complete(groupOfOne(target(5_000)), request(1), controller.signal);
  controller.abort(new Error("cancelled"));
  await expect(call).rejects.toThrow("cancelled");
});

test("answers within nested schemas, bounds, references and alternatives", () => {
  const schema = {
    type: "object",
    properties: {
      score: { type: "integer", minimum: 3, maximum: 4 },
      share: { type: "number", minimum: 0, maximum: 1 },
      agree: { type: "boolean" },
      kind: { const: "vote" },
      note: { type: ["string", "null"], minLength: 2 },
      friends: { type: "array", items: { enum: ["x", "y", "z"] }, minItems: 2, uniqueItems: true },
      tree: { $ref: "#/$defs/node" },
      action: {
        anyOf: [
          { type: "object", properties: { buy: { const: true } }, required: ["buy"] },
          { type: "null" },
        ],
      },
      spare: { type: "string" },
    },
    required: ["score", "share", "agree", "kind", "note", "friends", "tree", "action"],
    $defs: {
      node: {
        type: "object",
        properties: { children: { type: "array", items: { $ref: "#/$defs/node" } } },
        required: ["children"],
      },
    },
  };
  const actions = new Set<string>();
  for (let seed = 0; seed < 50; seed += 1) {
    const answer = smallestAnswer(schema, seed) as Record<string, unknown>;
    expect(answer).toMatchObject({ kind: "vote", tree: { children: [] } });
    expect(answer).not.toHaveProperty("spare");
    expect([3, 4]).toContain(answer.score);
    expect(answer.share).toBeGreaterThanOrEqual(0);
    expect(answer.share).toBeLessThanOrEqual(1);
    expect([null, "xx"]).toContain(answer.note);
    expect(new Set(answer.friends as string[]).size).toBe(2);
    actions.add(JSON.stringify(answer.action));
  }
  expect([...actions].sort()).toEqual(["null", '{"buy":true}'].sort());
});
