import { expect, it } from "vitest";
import { countRows } from "./count-rows";

const counts = [
  { value: "5", count: 3 },
  { value: "3", count: 1 },
];

const open = { none: 0, scale: null };

it("has a row for everything that could be answered, in the order of the scale", () => {
  const range = { min: null, max: null, none: 0 };
  expect(
    countRows({
      ...range,
      type: "category",
      scale: ["never", "5", "3"],
      counts: [...counts, { value: "other", count: 2 }],
    }),
  ).toEqual([
    { value: "never", count: 0 },
    { value: "5", count: 3 },
    { value: "3", count: 1 },
    { value: "other", count: 2 },
  ]);
  expect(countRows({ ...range, type: "boolean", scale: ["true", "false"], counts: [] })).toEqual([
    { value: "Yes", count: 0 },
    { value: "No", count: 0 },
  ]);
  expect(
    countRows({ ...range, type: "category", scale: ["true"], counts: [] }).map(
      ({ value }) => value,
    ),
  ).toEqual(["true"]);
});

it("has a row for the lists without an element", () => {
  expect(
    countRows({ type: "list", min: null, max: null, none: 4, scale: null, counts }).at(-1),
  ).toEqual({ value: "None of them", count: 4 });
});

it("has a row for every whole number in the range", () => {
  expect(countRows({ ...open, type: "integer", min: 3, max: 5, counts })).toEqual([
    { value: "3", count: 1 },
    { value: "4", count: 0 },
    { value: "5", count: 3 },
  ]);
  expect(
    countRows({ ...open, type: "integer", min: 3, max: 500, counts }).map(({ value }) => value),
  ).toEqual(["3", "5"]);
});

it("keeps other answers in the order of their counts, and labels booleans", () => {
  expect(
    countRows({
      ...open,
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
  expect(countRows({ ...open, type: "category", min: null, max: null, counts })).toEqual(counts);
  expect(countRows({ ...open, type: "number", min: 3, max: 5, counts })).toEqual([]);
});
