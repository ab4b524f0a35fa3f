import { describe, expect, it } from "vitest";
import { scenario } from "@/lib/domain/scenario";
import { hashEmbedding, type Memory, type MemoryNeed } from "@/lib/engine";
import type { StoredEndpoint } from "../endpoints/ports";
import { EndpointFailure, type ModelTarget } from "../models/ports";
import type { StoredEmbedding } from "./ports";
import { chooseEmbedder } from "./choose-embedder";
import { endpointEmbedder } from "./embedder";
import { loadMemories } from "./load-memories";
import { storedEndpoint } from "../endpoints/fixtures/stored-endpoint";
import type { MemoryPorts } from "./ports";
import { recallForQuestion } from "./recall-memories";

const endpoint = (id: string, more: Partial<StoredEndpoint> = {}): StoredEndpoint =>
  storedEndpoint(id, "default", "m", { name: id, ...more });
const serving = {
  chat: true,
  jsonSchema: true,
  numberBounds: true,
  seed: true,
  usage: true,
  streaming: true,
  embeddings: true,
  maxContext: null,
  lora: null,
  streamUsage: null,
  embeddingDimension: 64,
};
const target: ModelTarget = {
  endpointId: "e1",
  name: "Lab",
  baseUrl: "http://127.0.0.1:9/v1",
  model: "m",
  apiKey: null,
  concurrency: 4,
  timeoutMs: 1_000,
  jsonSchema: null,
  numberBounds: null,
  priceIn: null,
  priceOut: null,
};

describe("chooseEmbedder", () => {
  const withMemory = (memory: object) =>
    scenario.parse({
      schema: "microcosm/scenario/1",
      name: "s",
      title: "S",
      summary: "S",
      instructions: "",
      rounds: 1,
      phases: [{ id: "p", rules: [] }],
      agents: { Person: { count: 1, profile: "", memory } },
    });
  const long = withMemory({ kind: "long" });
  const own = endpoint("own", { capabilities: serving });
  const grouped = endpoint("grouped", {
    group: "embeddings",
    preset: "custom",
    enabled: true,
    priceIn: null,
    priceOut: null,
    capabilities: serving,
  });

  it("prefers an endpoint of the embeddings group, then the run's own, then none", () => {
    expect(chooseEmbedder(long, [own, grouped], own)).toBe("grouped");
    expect(chooseEmbedder(long, [own, endpoint("untested", { group: "embeddings" })], own)).toBe(
      "own",
    );
    expect(
      chooseEmbedder(long, [own, endpoint("other", { capabilities: serving })], endpoint("plain")),
    ).toBeNull();
  });

  it("refuses to replace an endpoint that failed its test for embeddings by hashing", () => {
    const untested = endpoint("untested", { group: "embeddings" });
    const failing = endpoint("failing", {
      group: "embeddings",
      capabilities: { ...serving, embeddings: false },
    });
    for (const grouped of [untested, failing])
      expect(() => chooseEmbedder(long, [grouped], endpoint("plain"))).toThrow(
        `“${grouped.name}” of the group “embeddings” has not passed its test`,
      );
    const off = { ...failing, enabled: false };
    expect(chooseEmbedder(long, [off], endpoint("plain"))).toBeNull();
    const silent = endpoint("silent", { capabilities: { ...serving, embeddings: null } });
    expect(() => chooseEmbedder(long, [], silent)).toThrow("“silent” did not find out");
    const chatting = endpoint("chat", { capabilities: { ...serving, embeddings: false } });
    expect(chooseEmbedder(long, [], chatting)).toBeNull();
    expect(chooseEmbedder(withMemory({ kind: "short" }), [failing], silent)).toBeNull();
  });

  it("chooses none where no memory is ranked by relevance", () => {
    expect(chooseEmbedder(withMemory({ kind: "short" }), [grouped], own)).toBeNull();
    expect(
      chooseEmbedder(withMemory({ kind: "long", weights: { relevance: 0 } }), [grouped], own),
    ).toBeNull();
  });
});

/** A pool whose vectors reflect the length of their text. */
function pool() {
  const calls: (readonly string[])[] = [];
  const embed = (_: ModelTarget, texts: readonly string[]) => {
    calls.push(texts);
    return Promise.resolve(texts.map((text) => [text.length, 1, 0]));
  };
  return { calls, embed };
}

const noneFails = () => Promise.reject(new Error("no text fails"));

describe("endpointEmbedder", () => {
  it("sends distinct, non-empty, truncated texts in one call", async () => {
    const { calls, embed } = pool();
    const texts = [
      "a",
      "b",
      "a",
      "  ",
      ...Array.from({ length: 200 }, (_, at) => "x".repeat(at + 2)),
      "long ".repeat(2_000),
    ];
    const embeddings = await endpointEmbedder({ embed }, target, noneFails).embed(texts);
    expect(calls.map((call) => call.length)).toEqual([128, 75]);
    expect(Math.max(...calls.flat().map((text) => text.length))).toBeLessThan(1_600);
    expect(embeddings).toHaveLength(texts.length);
    expect(embeddings[0]).toEqual(embeddings[2]);
    expect(embeddings[3]).toEqual(new Int8Array(256));
    expect(embeddings[10]).not.toEqual(embeddings[11]);
  });
});

describe("loading memories", () => {
  const memory = (seq: number, embedding: Int8Array | null): Memory => ({
    version: 1,
    seq,
    round: 1,
    kind: "told",
    text: `memory ${seq}`,
    importance: 0.5,
    embedding,
  });
  const need = (agents: number, more: Partial<MemoryNeed> = {}): MemoryNeed => ({
    agentType: "Person",
    latest: "all",
    embeddings: true,
    agents: Array.from({ length: agents }, (_, at) => `Person-${at + 1}`),
    ...more,
  });

  function ports(known: Int8Array | null, embed = pool().embed) {
    const asked: { agents: number; embedder: string | null }[] = [];
    const stored: StoredEmbedding[] = [];
    const bound: MemoryPorts = {
      ledger: {
        memories: (_run, _version, { agents }, embedder) => {
          asked.push({ agents: agents.length, embedder });
          return Promise.resolve(
            new Map(agents.map((agent) => [agent, [memory(0, known), memory(1, null)]])),
          );
        },
        storeEmbeddings: (_run, _embedder, made) => {
          stored.push(...made);
          return Promise.resolve();
        },
        recordEmbeddingCall: () => Promise.resolve(),
      },
      endpoints: {
        get: (id) =>
          Promise.resolve(id === "e1" ? endpoint("e1", { capabilities: serving }) : null),
      },
      secrets: { open: () => "" },
      pool: { embed },
    };
    return { bound, asked, kept: stored };
  }

  it("loads hundreds of agents per query, and stores missing embeddings", async () => {
    const { bound, asked, kept } = ports(hashEmbedding("memory 0"));
    const seen = new Map<string, readonly Memory[]>();
    await loadMemories(
      bound,
      { run: { key: 1, version: 2, embedderId: null }, needs: [need(1_200)] },
      (loaded) => loaded.forEach((memories, key) => seen.set(key, memories)),
    );
    expect(asked).toEqual(
      [250, 250, 250, 250, 200].map((agents) => ({ agents, embedder: "hashing" })),
    );
    expect(kept).toHaveLength(1_200);
    expect(kept[0]).toEqual({
      agent: "Person-1",
      version: 1,
      seq: 1,
      embedding: hashEmbedding("memory 1"),
    });
    expect(seen.get("Person/Person-1200")?.map(({ embedding }) => embedding)).toEqual([
      hashEmbedding("memory 0"),
      hashEmbedding("memory 1"),
    ]);
  });

  it("embeds nothing where nothing is ranked by relevance", async () => {
    const { bound, asked, kept } = ports(null);
    await loadMemories(
      bound,
      {
        run: { key: 1, version: 2, embedderId: "e1" },
        needs: [need(700, { latest: 6, embeddings: false })],
      },
      () => undefined,
    );
    expect(asked).toEqual([{ agents: 700, embedder: null }]);
    expect(kept).toEqual([]);
  });

  it("embeds a text shared by many agents once", async () => {
    const { calls, embed } = pool();
    const { bound, kept } = ports(null, embed);
    await loadMemories(
      bound,
      { run: { key: 1, version: 2, embedderId: "e1" }, needs: [need(250)] },
      () => undefined,
    );
    expect(calls).toEqual([["memory 0", "memory 1"]]);
    expect(kept).toHaveLength(500);
  });

  it("fails when the embedding endpoint was deleted", async () => {
    const { bound } = ports(null);
    await expect(
      loadMemories(
        bound,
        { run: { key: 1, version: 2, embedderId: "gone" }, needs: [need(1)] },
        () => undefined,
      ),
    ).rejects.toThrow(EndpointFailure);
  });

  it("recalls memories for a question outside the schedule", async () => {
    const { bound } = ports(hashEmbedding("memory 0"));
    const { memories, query } = await recallForQuestion(bound, {
      run: { key: 1, version: 2, embedderId: null },
      needs: [need(1)],
      question: "What about memory 1?",
    });
    expect(memories.map(({ text }) => text)).toEqual(["memory 0", "memory 1"]);
    expect(query).toEqual(hashEmbedding("What about memory 1?"));
    expect(
      await recallForQuestion(bound, {
        run: { key: 1, version: 2, embedderId: null },
        needs: [],
        question: "Anything?",
      }),
    ).toEqual({ memories: [], query: null });
  });
});
