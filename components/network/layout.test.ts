import { describe, expect, it } from "vitest";
import { layOut } from "./layout";

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
  it("is the same every time, and finite", () => {
    const once = layOut({ count: 20, edges: groups, known: nowhere(20) });
    expect(layOut({ count: 20, edges: groups, known: nowhere(20) })).toEqual(once);
    expect(once.every(Number.isFinite)).toBe(true);
  });

  it("puts those who are tied together nearer than those who are not", () => {
    const at = layOut({ count: 20, edges: groups, known: nowhere(20) });
    expect(distance(at, 3, 7)).toBeLessThan(distance(at, 3, 17));
  });

  it("leaves where they are those who stand already, and puts newcomers beside their neighbours", () => {
    const before = layOut({ count: 20, edges: groups, known: nowhere(20) });
    const known = new Float32Array(42).fill(Number.NaN);
    known.set(before);
    const after = layOut({ count: 21, edges: Uint32Array.from([...groups, 20, 13]), known });
    expect(after.subarray(0, 40)).toEqual(before);
    expect(distance(after, 20, 13)).toBeLessThan(distance(after, 20, 3));
  });

  it("begins where a layout was that did not end, without holding anybody there", () => {
    const begun = Float32Array.from({ length: 40 }, (_, place) => 5_000 + 40 * place);
    const first: Float32Array[] = [];
    const after = layOut(
      { count: 20, edges: groups, known: nowhere(20), begun },
      (positions) => first.length === 0 && first.push(positions()),
    );
    expect(Math.abs((first[0]?.[0] ?? 0) - 5_000)).toBeLessThan(500);
    expect(after).not.toEqual(begun);
  });

  it("is nothing for nobody", () => {
    expect(layOut({ count: 0, edges: new Uint32Array(), known: nowhere(0) })).toHaveLength(0);
  });
});
