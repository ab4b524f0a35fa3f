import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explore, type Exploration } from "./explore";
import type { Ends } from "./ports";
import { everybody, forestFire, surroundings, type Way } from "./ways";

type Ties = readonly (readonly [number, number])[];
const id = (place: number): string => `A-${place + 1}`;

/** A network in memory, and how often it was asked about whom. */
function world(ties: Ties) {
  const asked: string[] = [];
  const tiesOf: Exploration["tiesOf"] = async (ids) => {
    asked.push(...ids);
    const others = (one: string, own: 0 | 1, other: 0 | 1): string[] => [...new Set(ties.filter((tie) => id(tie[own]) === one).map((tie) => id(tie[other])))].sort((a, b) => a.localeCompare(b));
    return new Map(ids.map((one): [string, Ends] => [one, { to: others(one, 0, 1), from: others(one, 1, 0) }]));
  };
  return { asked, tiesOf };
}

/** A ring of agents, each tied to the next `reach`. */
const ring = (size: number, reach = 1): Ties => Array.from({ length: size }, (_, place) => Array.from({ length: reach }, (_, step) => [place, (place + step + 1) % size] as const)).flat();
const fire = (size: number, seed = 1, name = "sample 1"): Way => forestFire(seed, name, size, async (places) => places.map(id));
const walk = (ties: Ties, way: Way, agents = 1_000, most = 10_000, directed = false) => explore({ ...way, tiesOf: world(ties).tiesOf, most: { agents, ties: most } }, directed);

describe("the whole network", () => {
  it("has every tie once, with the degree of every agent", async () => {
    const { ids, edges, degrees } = await walk([[0, 1], [1, 2], [2, 0], [2, 3]], everybody([0, 1, 2, 3, 4].map(id)));
    expect(ids).toEqual(["A-1", "A-2", "A-3", "A-4", "A-5"]);
    expect([...edges].sort(([a, b], [c, d]) => a - c || b - d)).toEqual([[0, 1], [1, 2], [2, 0], [2, 3]]);
    expect(degrees).toEqual([2, 2, 3, 1, 0]);
  });

  it("keeps both ties of a pair apart where ties have a direction, and only there", async () => {
    const both: Ties = [[0, 1], [1, 0]];
    expect(await walk(both, everybody([0, 1].map(id)), 10, 10, true)).toMatchObject({ edges: [[1, 0], [0, 1]], degrees: [2, 2] });
    expect(await walk(both, everybody([0, 1].map(id)))).toMatchObject({ degrees: [1, 1], edges: [[1, 0]] });
  });

  it("stops where there are too many ties to draw, with all ties among the agents it kept", async () => {
    const complete = Array.from({ length: 30 }, (_, a) => Array.from({ length: a }, (_, b) => [a, b] as const)).flat();
    const { ids, edges } = await walk(complete, everybody(Array.from({ length: 30 }, (_, place) => id(place))), 30, 100);
    expect(ids).toHaveLength(15);
    expect(edges).toHaveLength((15 * 14) / 2);
  });
});

it("finds what is around an agent, ties among the farthest included", async () => {
  const { ids, edges } = await walk(ring(20, 2), surroundings("A-10", 2));
  expect(ids.map((one) => Number(one.slice(2))).sort((a, b) => a - b)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14]);
  // Nine in a row, each tied to the next two.
  expect(edges).toHaveLength(8 + 7);
});

describe("a forest fire", () => {
  it("takes as many agents as asked for, without reading of more than these", async () => {
    const { asked, tiesOf } = world(ring(2_000, 4));
    const { ids } = await explore({ ...fire(2_000), tiesOf, most: { agents: 200, ties: 10_000 } }, false);
    expect(ids).toHaveLength(200);
    expect(new Set(ids).size).toBe(200);
    expect(asked).toHaveLength(200);
  });

  it("keeps neighbours together: most ties of the sample's agents lead to others of it, which no draw of single agents would give", async () => {
    const { edges, degrees } = await walk(ring(2_000, 4), fire(2_000), 200);
    const share = (2 * edges.length) / degrees.reduce((sum, degree) => sum + degree, 0);
    expect(share).toBeGreaterThan(0.4);
  });

  it("is the same for the same seed, and another for another", async () => {
    const ties = ring(500, 3);
    expect(await walk(ties, fire(500), 50)).toEqual(await walk(ties, fire(500), 50));
    expect((await walk(ties, fire(500, 2), 50)).ids).not.toEqual((await walk(ties, fire(500), 50)).ids);
    expect((await walk(ties, fire(500, 1, "sample 2"), 50)).ids).not.toEqual((await walk(ties, fire(500), 50)).ids);
  });

  it("goes on elsewhere where it dies out, and ends in a network without ties", async () => {
    expect((await walk([], fire(5_000), 300)).ids).toHaveLength(300);
    expect((await walk([], forestFire(1, "x", 5_000, async () => []), 300)).ids).toEqual([]);
  });
});

it("shows every tie among the agents it shows, whatever the network and the way", async () => {
  const network = fc.integer({ min: 1, max: 25 }).chain((size) => fc.record({ size: fc.constant(size), ties: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 60 }), seed: fc.nat(1_000), most: fc.integer({ min: 1, max: 25 }), directed: fc.boolean() }));
  await fc.assert(
    fc.asyncProperty(network, async ({ size, ties, seed, most, directed }) => {
      const { ids, edges } = await walk(ties, fire(size, seed), most, 10_000, directed);
      const pair = (source: string, target: string): string => (directed || source < target ? `${source} ${target}` : `${target} ${source}`);
      const wanted = new Set(ties.filter(([source, target]) => ids.includes(id(source)) && ids.includes(id(target))).map(([source, target]) => pair(id(source), id(target))));
      expect(new Set(edges.map(([source, target]) => pair(ids[source] ?? "", ids[target] ?? "")))).toEqual(wanted);
      expect(edges).toHaveLength(wanted.size);
    }),
    { numRuns: 60, seed: 1 },
  );
});
