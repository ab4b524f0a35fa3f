import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memory as settings, scenario as scenarioSchema } from "@/lib/domain/scenario";
import { UNREFLECTED_IMPORTANCE, tableDefinitions } from "../world/definition";
import { cosine, EMBEDDING_DIMENSIONS, toEmbedding } from "./embedding";
import { hashEmbedding } from "./hashing";
import { openMemory, type Memory } from ".";
import { topPositions, scoreMemories } from "./score";

const made = (round: number, text: string, more: Partial<Memory> = {}): Memory => ({
  version: round * 10,
  seq: 0,
  round,
  kind: "told",
  text,
  importance: 0.5,
  embedding: hashEmbedding(text),
  ...more,
});
const texts = (memories: readonly Memory[]): string[] => memories.map(({ text }) => text);
const open = (given: object) => openMemory(settings.parse(given));

describe("embeddings by feature hashing", () => {
  it("are bytes that depend only on the text", () => {
    const embedding = hashEmbedding("A carbon tax would help the climate.");
    expect(embedding).toHaveLength(EMBEDDING_DIMENSIONS);
    expect(Math.max(...embedding.map(Math.abs))).toBe(127);
    expect(hashEmbedding("a CARBON tax would help the climate")).toEqual(embedding);
  });

  it("have a high cosine for texts with common words, in any script", () => {
    const near = (one: string, other: string) => cosine(hashEmbedding(one), hashEmbedding(other));
    expect(
      near("Anna wrote about the carbon tax", "What do you think of the carbon tax?"),
    ).toBeGreaterThan(0.2);
    expect(near("炭素税について話した", "炭素税をどう思いますか")).toBeGreaterThan(0.2);
    expect(
      Math.abs(near("Anna wrote about the carbon tax", "my cat sleeps on that sofa")),
    ).toBeLessThan(0.2);
    expect(near("same words", "same words")).toBeCloseTo(1, 10);
  });

  it("are zero for texts without words", () => {
    expect(hashEmbedding("…  !")).toEqual(new Int8Array(EMBEDDING_DIMENSIONS));
    expect(cosine(hashEmbedding(""), hashEmbedding("words"))).toBe(0);
  });
});

describe("embeddings from vectors", () => {
  it("preserve the direction of a vector of 256 components", () => {
    const vector = Array.from({ length: EMBEDDING_DIMENSIONS }, (_, at) => Math.sin(at * 1.7));
    expect(
      cosine(toEmbedding(vector), toEmbedding(vector.map((value) => value * 1e-3))),
    ).toBeCloseTo(1, 10);
    expect(cosine(toEmbedding(vector), toEmbedding(vector.map((value) => -value)))).toBeCloseTo(
      -1,
      3,
    );
  });

  it("approximately preserve angles between vectors of other lengths", () => {
    for (const length of [64, 384, 1_536]) {
      const [one, noise] = [1.7, 2.3].map((step) =>
        Array.from({ length }, (_, at) => Math.sin(at * step + 1)),
      ) as [number[], number[]];
      const other = one.map((value, at) => value + (noise[at] ?? 0));
      expect(cosine(toEmbedding(one), toEmbedding(other))).toBeCloseTo(Math.SQRT1_2, 0.5);
      expect(Math.abs(cosine(toEmbedding(one), toEmbedding(noise)))).toBeLessThan(0.25);
    }
  });

  it("accept invalid vectors as zero", () => {
    expect(toEmbedding([])).toEqual(new Int8Array(EMBEDDING_DIMENSIONS));
    expect(toEmbedding([Number.NaN, 1])).toEqual(new Int8Array(EMBEDDING_DIMENSIONS));
  });
});

describe("reflection", () => {
  it.each(["none", "short", "long", "reflection"])(
    "adds a column to the world only if a memory of kind %s reflects",
    (kind) => {
      const scenario = scenarioSchema.parse({
        schema: "microcosm/scenario/1",
        name: "memory",
        title: "Memory",
        summary: "",
        instructions: "",
        rounds: 1,
        agents: { Person: { count: 1, profile: "", memory: { kind } } },
        phases: [{ id: "pause", rules: [] }],
      });
      const people = tableDefinitions(scenario).find(({ name }) => name === "Person");
      expect(people?.fields.includes(UNREFLECTED_IMPORTANCE)).toBe(
        open({ kind }).reflection !== undefined,
      );
    },
  );
});

describe("no memory", () => {
  it("requests and shows no memories", () => {
    const none = open({ kind: "none" });
    expect(none.extent.latest).toBe(0);
    expect(none.select([made(1, "a")], { round: 2, query: null })).toEqual([]);
  });
});

describe("short memory", () => {
  it("shows the latest memories, today's first", () => {
    const short = open({ kind: "short", keep: 2 });
    expect(short.extent).toEqual({ latest: 2, embeddings: false });
    expect(
      texts(short.select([made(1, "a"), made(2, "b"), made(3, "c")], { round: 4, query: null })),
    ).toEqual(["c", "b"]);
  });
});

describe("long memory", () => {
  const past = [
    made(1, "You met Anna at the harbour."),
    made(2, "You paid the rent."),
    made(3, "You slept badly."),
    made(4, "You lost your job."),
    made(5, "It rained."),
  ];
  const at = (weights: object, query: string, more: object = {}) => {
    const long = open({
      kind: "long",
      keep: 1,
      retrieve: 2,
      weights: { recency: 0, relevance: 0, importance: 0, ...weights },
      ...more,
    });
    return (memories: readonly Memory[] = past) =>
      texts(long.select(memories, { round: 6, query: hashEmbedding(query) }));
  };

  it("always shows the latest memories, then the most relevant older ones", () => {
    expect(
      at({ relevance: 1 }, "Do you want to meet Anna again at the harbour, or pay the rent?")(),
    ).toEqual(["It rained.", "You met Anna at the harbour.", "You paid the rent."]);
  });

  it("ranks older memories by recency", () =>
    expect(at({ recency: 1 }, "Anna")()).toEqual([
      "It rained.",
      "You lost your job.",
      "You slept badly.",
    ]));

  it("ranks older memories by importance, ties by recency", () => {
    const rated = past.map((memory, position) => ({
      ...memory,
      importance: [0.2, 0.9, 0.2, 0.2, 1][position] ?? 0,
    }));
    expect(at({ importance: 1 }, "Anna")(rated)).toEqual([
      "It rained.",
      "You paid the rent.",
      "You lost your job.",
    ]);
  });

  it("adds up its weighted scores", () => {
    const [score] = scoreMemories([made(2, "words", { importance: 0.8 })], {
      count: 1,
      context: { round: 6, query: hashEmbedding("words") },
      weights: { recency: 2, relevance: 3, importance: 5 },
      halfLife: 4,
    });
    expect(score).toBeCloseTo(2 * 0.5 + 3 * 1 + 5 * 0.8, 10);
  });

  it("requests no embeddings without relevance, and only the latest without retrieval", () => {
    expect(open({ kind: "long", weights: { relevance: 0 } }).extent).toEqual({
      latest: "all",
      embeddings: false,
    });
    expect(open({ kind: "long", retrieve: 0, keep: 4 }).extent).toEqual({
      latest: 4,
      embeddings: false,
    });
    expect(open({ kind: "long" }).extent).toEqual({ latest: "all", embeddings: true });
  });

  it("shows each memory once and respects its limits", () => {
    const memories = fc.array(
      fc.record({
        round: fc.integer({ min: 0, max: 30 }),
        importance: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(
        memories,
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 0, max: 8 }),
        (list, keep, retrieve) => {
          const all = list
            .sort((a, b) => a.round - b.round)
            .map((one, seq) => made(one.round, `memory ${seq}`, { ...one, seq }));
          const shown = open({ kind: "long", keep, retrieve }).select(all, {
            round: 31,
            query: hashEmbedding("memory 3"),
          });
          expect(new Set(shown).size).toBe(shown.length);
          expect(shown).toHaveLength(Math.min(all.length, keep + retrieve));
          expect(shown.slice(0, keep)).toEqual(
            all.slice(keep === 0 ? all.length : -keep).reverse(),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it("finds the same top positions as sorting", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 10 }),
        (list, count) => {
          const sorted = list
            .map((_, position) => position)
            .sort((a, b) => (list[b] ?? 0) - (list[a] ?? 0) || b - a);
          expect(topPositions(Float64Array.from(list), count)).toEqual(sorted.slice(0, count));
        },
      ),
    );
  });
});
