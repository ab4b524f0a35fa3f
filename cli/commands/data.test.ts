import { expect, it } from "vitest";
import { formatDataset } from "./data";

const TABLE = {
  name: "survey",
  rows: 40,
  emptyRows: 0,
  isSample: false,
  columns: [
    { name: "age", type: "integer", missing: 0 },
    { name: "city", type: "text", missing: 2 },
  ],
} satisfies Parameters<typeof formatDataset>[0];

it("formats a table as one line", () => {
  expect(formatDataset(TABLE)).toBe("survey\t40 rows\tage (integer), city (text)");
  expect(formatDataset({ ...TABLE, isSample: true })).toMatch(/\tsynthetic sample$/);
});

it("says how many rows were left out, and which cells made a column of numbers text", () => {
  const income = {
    name: "income",
    type: "text" as const,
    missing: 0,
    nonNumbers: {
      count: 4,
      first: [
        { row: 3, cell: "n/k" },
        { row: 9, cell: "12 or 13" },
      ],
    },
  };
  expect(formatDataset({ ...TABLE, emptyRows: 1, columns: [income] })).toBe(
    "survey\t40 rows\tincome (text)\t1 empty row left out\t" +
      "income is text because of “n/k” in row 3, “12 or 13” in row 9 and 2 more",
  );
  expect(formatDataset({ ...TABLE, emptyRows: 12 })).toMatch(/\t12 empty rows left out$/);
});
