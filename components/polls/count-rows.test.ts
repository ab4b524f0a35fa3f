import { expect, it } from "vitest";
import { countRows } from "./count-rows";

const counts = [
  { value: "5", count: 3 },
  { value: "3", count: 1 },
];

it("has a row for every whole number in the range", () => {
  expect(countRows({ type: "integer", min: 3, max: 5, counts })).toEqual([
    { value: "3", count: 1 },
    { value: "4", count: 0 },
    { value: "5", count: 3 },
  ]);
  expect(
    countRows({ type: "integer", min: 3, max: 500, counts }).map(({ value }) => value),
  ).toEqual(["3", "5"]);
});

it("keeps other answers in the order of their counts, and labels booleans", () => {
  expect(
    countRows({
      type: "boolean",
      min: null,
      max: null,
      counts: [
        { value: "true", count: 2 },
        { value: "false", count: 1 },
      ],
    }),
  ).toEqual([
    { value: "Yes", count: 2 },
    { value: "No", count: 1 },
  ]);
  expect(countRows({ type: "category", min: null, max: null, counts })).toEqual(counts);
  expect(countRows({ type: "number", min: 3, max: 5, counts })).toEqual([]);
});
