import { expect, it } from "vitest";
import { isComplete, Standing } from "./standing";

const at = (...places: readonly number[]): Float32Array => Float32Array.from(places);

it("leaves where they are those whom a later picture shows again", () => {
  const standing = new Standing();
  standing.keep(["A", "B"], at(1, 2, 3, 4), true);
  expect(standing.of(["B", "A", "C"])).toEqual({
    settled: at(3, 4, 1, 2, Number.NaN, Number.NaN),
    begun: at(3, 4, 1, 2, Number.NaN, Number.NaN),
  });
  expect(isComplete(standing.of(["B"]).settled)).toBe(true);
  expect(isComplete(standing.of(["B", "A", "C"]).settled)).toBe(false);
});

it("forgets everybody for a picture of others, so that two layouts are never mixed", () => {
  const standing = new Standing();
  standing.keep(["A", "B", "C"], at(1, 1, 2, 2, 3, 3), true);
  expect(standing.of(["A", "D", "E"]).begun.every(Number.isNaN)).toBe(true);
  standing.keep(["A", "D", "E"], at(7, 7, 8, 8, 9, 9), true);
  expect(standing.of(["A", "B", "C"]).begun.every(Number.isNaN)).toBe(true);
});

it("lets a layout that was cut short go on from where it was", () => {
  const standing = new Standing();
  standing.keep(["A", "B"], at(1, 1, 2, 2), false);
  const { settled, begun } = standing.of(["A", "B"]);
  expect(settled.every(Number.isNaN)).toBe(true);
  expect(begun).toEqual(at(1, 1, 2, 2));
});
