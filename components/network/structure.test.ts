import { expect, it } from "vitest";
import { largestComponentShare, neighbourIndices } from "./structure";

const network = (size: number, edges: [number, number][]) => ({
  nodes: Array.from({ length: size }, (_, index) => ({ id: `A-${index + 1}`, degree: 0 })),
  edges,
});

it("computes the share of the largest component", () => {
  expect(largestComponentShare(network(0, []))).toBe(0);
  expect(largestComponentShare(network(4, []))).toBe(0.25);
  expect(
    largestComponentShare(
      network(6, [
        [0, 1],
        [3, 2],
        [1, 2],
        [4, 5],
      ]),
    ),
  ).toBeCloseTo(4 / 6);
  expect(
    largestComponentShare(
      network(5, [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, 0],
      ]),
    ),
  ).toBe(1);
});

it("lists neighbours at both ends of a tie, and a tie to oneself once", () => {
  expect(
    neighbourIndices(
      network(3, [
        [0, 1],
        [2, 0],
        [2, 2],
      ]),
    ),
  ).toEqual([[1, 2], [0], [0, 2]]);
});
