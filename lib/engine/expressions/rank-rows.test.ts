import fc from "fast-check";
import { expect, it } from "vitest";
import { rankRows } from "./rank-rows";

it("orders few and many rows by key, highest first, equals in their order", () => {
  const key = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(-0, Infinity, -Infinity),
    fc.double({ noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
      const rows = keys.map((_, position) => position);
      const keyOf = (row: number): number => keys[row] ?? 0;
      const sorted = rows.toSorted((left, right) =>
        keyOf(left) === keyOf(right) ? left - right : keyOf(left) > keyOf(right) ? -1 : 1,
      );
      expect(rankRows(rows, keys)).toEqual(sorted);
    }),
    { numRuns: 1_000 },
  );
});
