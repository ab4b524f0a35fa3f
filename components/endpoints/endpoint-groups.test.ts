import { expect, it } from "vitest";
import type { Capabilities, Endpoint } from "@/lib/contracts/endpoints";
import { describeCapabilities } from "./describe-capabilities";
import { suggestGroupNames, groupEndpoints, conflictingModels } from "./endpoint-groups";
import { formatPrices } from "./format-prices";

const able: Capabilities = {
  chat: true,
  jsonSchema: true,
  numberBounds: true,
  seed: false,
  usage: true,
  streaming: true,
  streamUsage: null,
  embeddings: true,
  embeddingDimension: 1_024,
  maxContext: 131_072,
  lora: null,
};
const embedder: Capabilities = { ...able, chat: false, jsonSchema: null, seed: null };
const endpoint = (
  id: string,
  group: string,
  model: string,
  more: Partial<Endpoint> = {},
): Endpoint => ({
  id,
  name: id,
  baseUrl: "http://127.0.0.1:8000/v1",
  model,
  group,
  preset: "custom",
  enabled: true,
  priceIn: null,
  priceOut: null,
  hasKey: false,
  isDemo: false,
  isBuiltIn: false,
  concurrency: 8,
  timeoutMs: 90_000,
  capabilities: able,
  probedAt: null,
  ...more,
});

it("groups are ordered, and say why one cannot be selected", () => {
  const groups = groupEndpoints([
    endpoint("e", "embeddings", "bge", { capabilities: embedder }),
    endpoint("a", "small", "qwen"),
    endpoint("b", "small", "llama"),
    endpoint("c", "large", "qwen"),
    endpoint("d", "default", "qwen"),
  ]);
  expect(groups.map(({ name }) => name)).toEqual(["default", "large", "small", "embeddings"]);
  expect(groups.map(({ problem }) => problem === null)).toEqual([true, true, false, true]);
  expect(groups[2]?.problem).toMatch(/qwen, llama.*group/);
});

it("several models in the default group are a note, not a problem", () => {
  const [group] = groupEndpoints([
    endpoint("a", "default", "qwen"),
    endpoint("b", "default", "microcosm-demo", { isBuiltIn: true, isDemo: true }),
  ]);
  expect(group).toMatchObject({
    problem: null,
    note: expect.stringContaining("selected individually") as string,
  });
  expect(groupEndpoints([endpoint("a", "default", "qwen")])[0]?.note).toBeNull();
  expect(
    conflictingModels(
      "default",
      [endpoint("b", "default", "microcosm-demo", { isBuiltIn: true })],
      {
        id: undefined,
        model: "qwen",
      },
    ),
  ).toEqual([]);
});

it("disabled and embedding-only endpoints do not make a group mixed", () => {
  const [group] = groupEndpoints([
    endpoint("a", "small", "qwen"),
    endpoint("b", "small", "llama", { enabled: false }),
    endpoint("c", "small", "bge", { capabilities: embedder }),
  ]);
  expect(group?.problem).toBeNull();
});

it("lists the other models of a group before an endpoint is added", () => {
  const known = [
    endpoint("a", "small", "qwen"),
    endpoint("b", "small", "llama", { enabled: false }),
  ];
  expect(conflictingModels("small", known, { id: undefined, model: "mistral" })).toEqual(["qwen"]);
  expect(conflictingModels(" small ", known, { id: undefined, model: "qwen " })).toEqual([]);
  expect(conflictingModels("small", known, { id: "a", model: "mistral" })).toEqual([]);
  expect(conflictingModels("small", known, { id: undefined, model: "" })).toEqual([]);
  expect(suggestGroupNames(known)).toEqual(["small", "default", "large", "judge", "embeddings"]);
});

it("capabilities state context and dimension, and only what was tested", () => {
  const words = describeCapabilities(able);
  expect(words.map(({ badge }) => badge)).toEqual([
    "chat",
    "131,072 tokens of context",
    "JSON schema",
    "bounds of numbers",
    "no seed",
    "token counts",
    "streaming",
    "token counts in streams: unknown",
    "embeddings",
    "adapters: unknown",
  ]);
  expect(words.find(({ key }) => key === "embeddings")?.meaning).toContain("1,024 dimensions");
  expect(describeCapabilities(embedder).map(({ badge }) => badge)).toEqual([
    "no chat",
    "embeddings",
  ]);
});

it("prices are in US dollars, and an unknown price is not free", () => {
  expect(formatPrices({ priceIn: 0.15, priceOut: 0.6 })).toBe(
    "US$0.15 in, US$0.6 out per million tokens",
  );
  expect(formatPrices({ priceIn: null, priceOut: 2 })).toBe(
    "unknown in, US$2 out per million tokens",
  );
  expect([
    formatPrices({ priceIn: null, priceOut: null }),
    formatPrices({ priceIn: 0, priceOut: 0 }),
  ]).toEqual(["price unknown", "free"]);
});
