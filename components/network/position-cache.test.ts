import { expect, it } from "vitest";
import { isComplete, PositionCache } from "./position-cache";

const at = (...indices: readonly number[]): Float32Array => Float32Array.from(indices);

it("keeps the positions of nodes that a later picture shows again", () => {
  const cache = new PositionCache();
  cache.store(["A", "B"], at(1, 2, 3, 4), true);
  expect(cache.lookup(["B", "A", "C"])).toEqual({
    fixed: at(3, 4, 1, 2, Number.NaN, Number.NaN),
    initial: at(3, 4, 1, 2, Number.NaN, Number.NaN),
  });
  expect(isComplete(cache.lookup(["B"]).fixed)).toBe(true);
  expect(isComplete(cache.lookup(["B", "A", "C"]).fixed)).toBe(false);
});

it("forgets all positions when most nodes are new, so that two layouts are never mixed", () => {
  const cache = new PositionCache();
  cache.store(["A", "B", "C"], at(1, 1, 2, 2, 3, 3), true);
  expect(cache.lookup(["A", "D", "E"]).initial.every(Number.isNaN)).toBe(true);
  cache.store(["A", "D", "E"], at(7, 7, 8, 8, 9, 9), true);
  expect(cache.lookup(["A", "B", "C"]).initial.every(Number.isNaN)).toBe(true);
});

it("continues an interrupted layout from its last positions", () => {
  const cache = new PositionCache();
  cache.store(["A", "B"], at(1, 1, 2, 2), false);
  const { fixed, initial } = cache.lookup(["A", "B"]);
  expect(fixed.every(Number.isNaN)).toBe(true);
  expect(initial).toEqual(at(1, 1, 2, 2));
});
