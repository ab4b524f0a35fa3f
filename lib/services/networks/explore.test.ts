import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawsFor } from "@/lib/engine";
import { explore, type ExploreOptions } from "./explore";
import type { TieEnds } from "./ports";
import {
  allNodes,
  forestFire,
  stableIndex,
  egoNetwork,
  type SamplingStrategy,
} from "./sampling-strategies";

type Ties = readonly (readonly [number, number])[];
const id = (place: number): string => `A-${place + 1}`;

/**
 * A network in memory that lists at most this many ties of an agent, and counts how often each
 * agent was read.
 */
function world(ties: Ties, listed = Infinity) {
  const asked: string[] = [];
  const tiesOf: ExploreOptions["tiesOf"] = async (ids) => {
    asked.push(...ids);
    const others = (one: string, own: 0 | 1, other: 0 | 1): string[] =>
      [...new Set(ties.filter((tie) => id(tie[own]) === one).map((tie) => id(tie[other])))]
        .sort((a, b) => a.localeCompare(b))
        .slice(0, listed);
    return new Map(
      ids.map((one): [string, TieEnds] => [
        one,
        { to: others(one, 0, 1), from: others(one, 1, 0) },
      ]),
    );
  };
  return { asked, tiesOf };
}

/** A ring of agents, each tied to the next `reach`. */
const ring = (size: number, reach = 1): Ties =>
  Array.from({ length: size }, (_, place) =>
    Array.from({ length: reach }, (_, step) => [place, (place + step + 1) % size] as const),
  ).flat();
const fire = (size: number, seed = 1, name = "sample 1"): SamplingStrategy =>
  forestFire({
    seed,
    name,
    sizes: [size],
    ids: async (places) => places.map(([, place]) => id(place)),
  });
const walk = (ties: Ties, way: SamplingStrategy, agents = 1_000, most = 10_000, directed = false) =>
  explore({ ...way, tiesOf: world(ties).tiesOf, most: { agents, ties: most } }, directed);

describe("exploring the whole network", () => {
  it("returns every tie once, with the degree of every agent", async () => {
    const { ids, edges, degrees } = await walk(
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [2, 3],
      ],
      allNodes([0, 1, 2, 3, 4].map(id)),
    );
    expect(ids).toEqual(["A-1", "A-2", "A-3", "A-4", "A-5"]);
    expect([...edges].sort(([a, b], [c, d]) => a - c || b - d)).toEqual([
      [0, 1],
      [1, 2],
      [2, 0],
      [2, 3],
    ]);
    expect(degrees).toEqual([2, 2, 3, 1, 0]);
  });

  it("keeps both ties of a pair apart in directed networks only", async () => {
    const both: Ties = [
      [0, 1],
      [1, 0],
    ];
    expect(await walk(both, allNodes([0, 1].map(id)), 10, 10, true)).toMatchObject({
      edges: [
        [1, 0],
        [0, 1],
      ],
      degrees: [2, 2],
    });
    expect(await walk(both, allNodes([0, 1].map(id)))).toMatchObject({
      degrees: [1, 1],
      edges: [[1, 0]],
    });
  });

  it("stops at too many ties to draw, with all ties among the agents it kept", async () => {
    const complete = Array.from({ length: 30 }, (_, a) =>
      Array.from({ length: a }, (_, b) => [a, b] as const),
    ).flat();
    const { ids, edges } = await walk(
      complete,
      allNodes(Array.from({ length: 30 }, (_, place) => id(place))),
      30,
      100,
    );
    expect(ids).toHaveLength(15);
    expect(edges).toHaveLength((15 * 14) / 2);
  });
});

it("finds the neighbourhood of an agent, with the ties among its farthest members", async () => {
  const { ids, edges } = await walk(ring(20, 2), egoNetwork("A-10", 2));
  expect(ids.map((one) => Number(one.slice(2))).sort((a, b) => a - b)).toEqual([
    6, 7, 8, 9, 10, 11, 12, 13, 14,
  ]);
  // Nine in a row, each tied to the next two.
  expect(edges).toHaveLength(8 + 7);
});

describe("an agent whose list of ties is cut", () => {
  /** All agents are tied to the first, only three of whose ties are listed. */
  const star = (outwards: boolean): Ties =>
    Array.from({ length: 9 }, (_, place): readonly [number, number] =>
      outwards ? [0, place + 1] : [place + 1, 0],
    );

  it("has ties that are known from their other ends, in any order", async () => {
    for (const ids of [
      ["A-8", "A-9", "A-1"],
      ["A-1", "A-8", "A-9"],
      ["A-8", "A-1", "A-9"],
    ]) {
      for (const directed of [true, false]) {
        for (const outwards of [true, false]) {
          const { edges } = await explore(
            {
              ...allNodes(ids),
              tiesOf: world(star(outwards), 3).tiesOf,
              most: { agents: 10, ties: 10 },
            },
            directed,
          );
          const ends = edges
            .map((tie) => tie.map((place) => ids[place] ?? ""))
            .map((tie) => (directed ? tie : tie.sort((a, b) => a.localeCompare(b))).join(" "));
          expect(ends.sort((a, b) => a.localeCompare(b))).toEqual(
            directed && !outwards ? ["A-8 A-1", "A-9 A-1"] : ["A-1 A-8", "A-1 A-9"],
          );
        }
      }
    }
  });
});

describe("forestFire", () => {
  it("samples the requested number of agents, and reads no others", async () => {
    const { asked, tiesOf } = world(ring(2_000, 4));
    const { ids } = await explore(
      { ...fire(2_000), tiesOf, most: { agents: 200, ties: 10_000 } },
      false,
    );
    expect(ids).toHaveLength(200);
    expect(new Set(ids).size).toBe(200);
    expect(asked).toHaveLength(200);
  });

  it("keeps neighbours together, unlike a sample of independent agents", async () => {
    const { edges, degrees } = await walk(ring(2_000, 4), fire(2_000), 200);
    const share = (2 * edges.length) / degrees.reduce((sum, degree) => sum + degree, 0);
    expect(share).toBeGreaterThan(0.4);
  });

  it("returns the same sample for the same seed only", async () => {
    const ties = ring(500, 3);
    expect(await walk(ties, fire(500), 50)).toEqual(await walk(ties, fire(500), 50));
    expect((await walk(ties, fire(500, 2), 50)).ids).not.toEqual(
      (await walk(ties, fire(500), 50)).ids,
    );
    expect((await walk(ties, fire(500, 1, "sample 2"), 50)).ids).not.toEqual(
      (await walk(ties, fire(500), 50)).ids,
    );
  });

  it("starts with the same agents when others are added to any table", async () => {
    const beginnings = async (sizes: readonly number[]) =>
      (await forestFire({
        seed: 1,
        name: "x",
        sizes,
        ids: async (places) => places.map((place) => place.join("-")),
      }).begin(7)) ?? [];
    const before = await beginnings([900, 2_000]);
    for (const after of [await beginnings([1_000, 2_000]), await beginnings([900, 2_200])])
      expect(after.filter((place, index) => place === before[index]).length).toBeGreaterThan(105);
  });

  it("draws indices uniformly, and changes a draw only to a new index", () => {
    const draws = Array.from(
      { length: 20_000 },
      (_, index) => (step: number) => drawsFor(5, 0, "", "").uniform(`place ${index}`, step),
    );
    const [ten, eleven] = [10, 11].map((size) =>
      draws.map((uniform) => stableIndex(uniform, size)),
    );
    for (let place = 0; place < 10; place += 1)
      expect(Math.abs((ten ?? []).filter((one) => one === place).length - 2_000)).toBeLessThan(200);
    expect((eleven ?? []).every((place, index) => place === 10 || place === ten?.[index])).toBe(
      true,
    );
  });

  it("continues when drawn agents no longer exist", async () => {
    const gone = forestFire({
      seed: 1,
      name: "x",
      sizes: [5_000],
      ids: async (places) => places.flatMap(([, place]) => (place < 4_000 ? [] : [id(place)])),
    });
    expect((await walk([], gone, 300)).ids).toHaveLength(300);
  });

  it("starts again where it dies out, and ends in a network without ties", async () => {
    expect((await walk([], fire(5_000), 300)).ids).toHaveLength(300);
    expect(
      (await walk([], forestFire({ seed: 1, name: "x", sizes: [5_000], ids: async () => [] }), 300))
        .ids,
    ).toEqual([]);
  });
});

it("returns every tie among the visited agents, for any network and strategy", async () => {
  const network = fc.integer({ min: 1, max: 25 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      ties: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 60 }),
      seed: fc.nat(1_000),
      most: fc.integer({ min: 1, max: 25 }),
      directed: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(network, async ({ size, ties, seed, most, directed }) => {
      const { ids, edges } = await walk(ties, fire(size, seed), most, 10_000, directed);
      const pair = (source: string, target: string): string =>
        directed || source < target ? `${source} ${target}` : `${target} ${source}`;
      const wanted = new Set(
        ties
          .filter(([source, target]) => ids.includes(id(source)) && ids.includes(id(target)))
          .map(([source, target]) => pair(id(source), id(target))),
      );
      expect(
        new Set(edges.map(([source, target]) => pair(ids[source] ?? "", ids[target] ?? ""))),
      ).toEqual(wanted);
      expect(edges).toHaveLength(wanted.size);
    }),
    { numRuns: 60, seed: 1 },
  );
});
