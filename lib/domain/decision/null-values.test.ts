import { describe, expect, it } from "vitest";
import {
  countNullValues,
  describeNullValues,
  formatNullValues,
  splitNullValues,
} from "./null-values";

describe("formatNullValues", () => {
  it("joins expressions, and is null without any", () => {
    expect(formatNullValues([])).toBeNull();
    expect(formatNullValues(["self.income", "row.price | round: 2"])).toBe(
      "self.income; row.price | round: 2",
    );
    expect(splitNullValues("self.income; row.price")).toEqual(["self.income", "row.price"]);
  });

  it("has at most 500 characters, the last an ellipsis where some are left out", () => {
    const many = Array.from({ length: 80 }, (_, index) => `self.attribute${index}`);
    const joined = formatNullValues(many);
    expect(joined).toHaveLength(500);
    expect(joined).toMatch(/^self\.attribute0; self\.attribute1; .*…$/);
    expect(formatNullValues(["x".repeat(500)])).toBe("x".repeat(500));
    expect(formatNullValues(["x".repeat(501)])).toBe(`${"x".repeat(499)}…`);
  });
});

it("counts prompts, and expressions by frequency, then by name", () => {
  expect(
    countNullValues([
      { joined: "self.income; self.age", count: 2 },
      { joined: "self.age", count: 5 },
      { joined: "row.price", count: 2 },
    ]),
  ).toEqual({
    prompts: 9,
    expressions: [
      { expression: "self.age", count: 7 },
      { expression: "row.price", count: 2 },
      { expression: "self.income", count: 2 },
    ],
  });
});

it("says what was empty, also where not all was counted", () => {
  const expressions = [{ expression: "self.income", count: 1_200 }];
  const counts = { prompts: 1_200, atLeast: false, expressions };
  expect(describeNullValues(counts, { total: 4_800, noun: "decisions" })).toBe(
    "In 1,200 of 4,800 decisions a value in the prompt was empty: `self.income` (1,200).",
  );
  expect(describeNullValues({ ...counts, atLeast: true }, { total: 4_800, noun: "prompts" })).toBe(
    "In more than 1,200 of 4,800 prompts a value was empty: `self.income` (1,200+).",
  );
});
