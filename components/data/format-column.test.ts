import { describe, expect, it } from "vitest";
import { formatMissing, nameFromFile, formatColumnType, formatColumnValues } from "./format-column";

describe("the labels of a table", () => {
  it("derive its name from its file", () => {
    expect(
      ["ratings.csv", "C:\\data\\My survey.CSV", "/tmp/wave.2.tsv", "notes"].map(nameFromFile),
    ).toEqual(["ratings", "My survey", "wave.2", "notes"]);
  });

  it("describe the type, values and gaps of a column", () => {
    const year = {
      name: "year",
      type: "integer",
      missing: 0,
      range: [1985, 2018] as [number, number],
    } as const;
    expect([formatColumnType(year), formatColumnValues(year), formatMissing(year, 60)]).toEqual([
      "whole numbers",
      "1985 to 2018",
      "none",
    ]);
    const share = {
      name: "share",
      type: "number",
      missing: 60,
      decimalComma: true,
      range: [0.25, 0.25] as [number, number],
    } as const;
    expect([formatColumnType(share), formatColumnValues(share), formatMissing(share, 60)]).toEqual([
      "numbers, with a decimal comma",
      "always 0.25",
      "all",
    ]);
    expect(
      formatColumnType({
        name: "pay",
        type: "number",
        missing: 0,
        decimalComma: true,
        thousands: ".",
      }),
    ).toBe("numbers, with a decimal comma and thousands separated by points");
    const party = {
      name: "party",
      type: "text" as const,
      missing: 3,
      values: ["a", "b", "c", "d", "e", "f", "g", "h"],
    };
    expect([formatColumnValues(party), formatMissing(party, 60)]).toEqual([
      "a, b, c, d, e, f and 2 more",
      "3 rows",
    ]);
    expect(formatColumnValues({ name: "title", type: "text", missing: 0 })).toBe(
      "many distinct values",
    );
  });
});
