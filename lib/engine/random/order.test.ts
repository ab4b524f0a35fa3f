import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawsFor, sampleWithoutReplacement, seededOrder, shuffle } from "./index";

const draws = drawsFor(5, 1, "speak", "");
const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe("a shuffle", () => {
  it("contains every item once and does not modify the list", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (list, name) => {
        const before = [...list];
        const shuffled = shuffle(list, draws, name);
        expect(list).toEqual(before);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.sort((a, b) => a - b));
      }),
    );
  });

  it("gives each of the six orders of three items with equal frequency", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 6_000; i += 1) {
      const order = shuffle(["a", "b", "c"], draws, `s${i}`).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - 1_000) ** 2 / 1_000,
      0,
    );
    expect(counts.size).toBe(6);
    expect(chiSquare).toBeLessThan(25.7);
  });
});

describe("a sample without replacement", () => {
  it("has distinct items, at most as many as the list", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: -2, max: 60 }), (n, count) => {
        const sample = sampleWithoutReplacement(numbers(n), count, { draws, name: "sample" });
        expect(new Set(sample).size).toBe(sample.length);
        expect(sample.length).toBe(Math.max(0, Math.min(n, count)));
      }),
    );
  });

  it("starts with the items of every smaller sample", () => {
    expect(sampleWithoutReplacement(numbers(1_000), 20, { draws, name: "s" }).slice(0, 7)).toEqual(
      sampleWithoutReplacement(numbers(1_000), 7, { draws, name: "s" }),
    );
  });
});

describe("the seeded order", () => {
  const ids = numbers(200).map((i) => `Voter-${i}`);

  it("does not depend on the order of the list or on additional ids", () => {
    const order = seededOrder(ids, draws);
    expect(seededOrder(ids.toReversed(), draws)).toEqual(order);
    expect(seededOrder([...ids, "Voter-900"], draws).filter((id) => id !== "Voter-900")).toEqual(
      order,
    );
  });

  it("differs by round", () => {
    expect(seededOrder(ids, drawsFor(5, 2, "speak", ""))).not.toEqual(seededOrder(ids, draws));
    expect(seededOrder(ids, draws)).not.toEqual(ids);
  });
});
