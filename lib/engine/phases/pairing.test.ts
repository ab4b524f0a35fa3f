import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawsFor } from "../random";
import { pairAlongTies, pairAtRandom, pairByValue, pairRoundRobin } from "./pairing";

const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `P-${index + 1}`);
const draws = (seed: number) => drawsFor(seed, 1, "match", "");
const flat = (groups: readonly (readonly string[])[]): string[] => groups.flat();

describe("groups", () => {
  it("have the requested size, no agent twice, and as many agents as possible", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 2, max: 6 }), fc.nat(), (count, size, seed) => {
        const groups = pairAtRandom(draws(seed))(ids(count), size);
        expect(groups.every((group) => group.length === size)).toBe(true);
        expect(new Set(flat(groups)).size).toBe(groups.length * size);
        expect(groups).toHaveLength(Math.floor(count / size));
      }),
    );
  });

  it("differ by seed, and do not change for agents who stay", () => {
    expect(pairAtRandom(draws(1))(ids(20), 2)).not.toEqual(pairAtRandom(draws(2))(ids(20), 2));
    expect(pairAtRandom(draws(1))(ids(20).toReversed(), 2)).toEqual(
      pairAtRandom(draws(1))(ids(20), 2),
    );
  });

  it("by attribute contain only agents with equal values", () => {
    const side = (id: string): string => (Number(id.slice(2)) % 3 === 0 ? "left" : "right");
    const groups = pairByValue(draws(3), side)(ids(30), 3);
    expect(groups.every((group) => new Set(group.map(side)).size === 1)).toBe(true);
    // Ten agents form three groups, twenty form six.
    expect(flat(groups)).toHaveLength(9 + 18);
  });

  it("along ties contain only agents connected within the group", () => {
    // A ring: P-1 is tied to P-2 and P-12, and so on.
    const all = ids(12);
    const tied = (id: string): string[] => [
      all[all.indexOf(id) - 1] ?? all.at(-1)!,
      all[all.indexOf(id) + 1] ?? all[0]!,
    ];
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 4 }), (seed, size) => {
        const groups = pairAlongTies(draws(seed), tied)(all, size);
        expect(new Set(flat(groups)).size).toBe(groups.length * size);
        expect(groups.length).toBeGreaterThan(0);
        for (const group of groups)
          for (const [place, member] of group.entries())
            if (place > 0)
              expect(group.slice(0, place).some((other) => tied(member).includes(other))).toBe(
                true,
              );
      }),
    );
    expect(pairAlongTies(draws(1), () => [])(all, 2)).toEqual([]);
  });
});

describe("the round robin", () => {
  it.each([2, 3, 6, 7, 10])("pairs all of %i agents once before any pair repeats", (count) => {
    const cycle = count % 2 === 0 ? count - 1 : count;
    const pairs = Array.from({ length: cycle }, (_, turn) =>
      pairRoundRobin(turn + 1)(ids(count), 2),
    ).flat();
    expect(pairs.every((pair) => new Set(pair).size === 2)).toBe(true);
    const met = pairs.map((pair) =>
      [...pair].sort((left, right) => left.localeCompare(right)).join(" "),
    );
    expect(new Set(met).size).toBe((count * (count - 1)) / 2);
    expect(met).toHaveLength((count * (count - 1)) / 2);
    expect(pairRoundRobin(cycle + 1)(ids(count), 2)).toEqual(pairRoundRobin(1)(ids(count), 2));
  });
});
