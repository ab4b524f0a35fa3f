import { describe, expect, it } from "vitest";
import { computeLayout } from "./layout";

const nowhere = (count: number): Float32Array => new Float32Array(2 * count).fill(Number.NaN);
/** Two groups of ten, everybody tied within a group, with one tie between them. */
const groups = Uint32Array.from(
  [0, 10]
    .flatMap((first) =>
      Array.from({ length: 10 }, (_, a) =>
        Array.from({ length: a }, (_, b) => [first + a, first + b]).flat(),
      ).flat(),
    )
    .concat([0, 10]),
);
const distance = (at: Float32Array, a: number, b: number): number =>
  Math.hypot((at[2 * a] ?? 0) - (at[2 * b] ?? 0), (at[2 * a + 1] ?? 0) - (at[2 * b + 1] ?? 0));

describe("a layout", () => {
  it("is deterministic and finite", () => {
    const once = computeLayout({ count: 20, edges: groups, fixed: nowhere(20) });
    expect(computeLayout({ count: 20, edges: groups, fixed: nowhere(20) })).toEqual(once);
    expect(once.every(Number.isFinite)).toBe(true);
  });

  it("places tied nodes nearer to each other than others", () => {
    const at = computeLayout({ count: 20, edges: groups, fixed: nowhere(20) });
    expect(distance(at, 3, 7)).toBeLessThan(distance(at, 3, 17));
  });

  it("keeps fixed nodes in place, and puts new ones next to their neighbours", () => {
    const before = computeLayout({ count: 20, edges: groups, fixed: nowhere(20) });
    const fixed = new Float32Array(42).fill(Number.NaN);
    fixed.set(before);
    const after = computeLayout({
      count: 21,
      edges: Uint32Array.from([...groups, 20, 13]),
      fixed,
    });
    expect(after.subarray(0, 40)).toEqual(before);
    expect(distance(after, 20, 13)).toBeLessThan(distance(after, 20, 3));
  });

  it("starts from the positions of an unfinished layout without fixing them", () => {
    const initial = Float32Array.from({ length: 40 }, (_, index) => 5_000 + 40 * index);
    const first: Float32Array[] = [];
    const after = computeLayout(
      { count: 20, edges: groups, fixed: nowhere(20), initial },
      (positions) => first.length === 0 && first.push(positions()),
    );
    expect(Math.abs((first[0]?.[0] ?? 0) - 5_000)).toBeLessThan(500);
    expect(after).not.toEqual(initial);
  });

  it("is empty for a network without nodes", () => {
    expect(computeLayout({ count: 0, edges: new Uint32Array(), fixed: nowhere(0) })).toHaveLength(
      0,
    );
  });
});
