import { expect, it } from "vitest";
import { layOutLegend } from "./save-picture";

it("wraps the legend to the width of the picture", () => {
  const parts = [40, 40, 40, 120, 10].map((width) => ({ width }));
  expect(layOutLegend(parts, 100).map(({ x, line }) => [x, line])).toEqual([
    [0, 0],
    [40, 0],
    [0, 1],
    [0, 2],
    [0, 3],
  ]);
  expect(layOutLegend(parts, 1_000).map(({ x, line }) => [x, line])).toEqual([
    [0, 0],
    [40, 0],
    [80, 0],
    [120, 0],
    [240, 0],
  ]);
  expect(layOutLegend([], 100)).toEqual([]);
});
