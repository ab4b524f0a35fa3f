import { describe, expect, test } from "vitest";
import { listOf, NUMBER, rowOf, TEXT, type Schema, type Type } from "../base/types";
import { compileExpression } from "./compile";
import type { Computed } from "./contract";
import { compileView } from "./view";
import { sampleScope, TestWorld } from "./fixtures/test-world";

const SIZES = ["low", "mid", "high"];
const size: Type = { kind: "text", options: SIZES, scale: "ordered" };
const colour: Type = { kind: "text", options: ["red", "amber", "green"], scale: "unordered" };

const SCHEMA: Schema = {
  tables: {
    Item: { kind: "table", fields: { id: TEXT, e: size, colour, weight: NUMBER } },
    Other: {
      kind: "table",
      fields: { id: TEXT, e: { kind: "text", options: ["low", "high"], scale: "ordered" } },
    },
  },
};
const NAMES = { self: rowOf("Item"), list: listOf(size) };

const items = Array.from({ length: 20 }, (_, index) => ({
  id: `Item-${index + 1}`,
  e: SIZES[index % 4 === 3 ? 2 : index % 4] ?? "low",
  colour: ["red", "amber", "green"][index % 3] ?? "red",
  weight: index,
}));
const world = new TestWorld({ Item: items, Other: [{ id: "Other-1", e: "high" }] });

function compile(source: string) {
  const result = compileExpression(source, SCHEMA, NAMES);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
  return result.compiled;
}
const evaluate = (source: string): Computed =>
  compile(source).evaluate({
    ...sampleScope(undefined, { self: items[1] ?? null, list: ["high", "low", "mid", "low"] }),
    world,
  });

describe("ordered categories follow the order of their options", () => {
  // Of 20: 5 low, 5 mid, 10 high.
  test.each([
    ["count(Item, c, c.e > 'low')", 15],
    ["count(Item, c, c.e >= 'mid')", 15],
    ["count(Item, c, c.e < 'high')", 10],
    ["count(Item, c, 'mid' <= c.e)", 15],
    ["count(Item, c, c.e <= self.e)", 10],
    ["min(Item, c, c.e)", "low"],
    ["max(Item, c, c.e)", "high"],
    ["max(Item.map(c, c.e))", "high"],
    ["max(self.e, 'low')", "mid"],
    ["min(self.e, 'high', 'low')", "low"],
    ["median(Item.filter(c, c.e != 'high'), c, c.e)", "low"],
    ["median(list)", "low"],
    ["median(Item, c, c.e)", "mid"],
    ["quantile(Item, c, c.e, 0.9)", "high"],
    ["quantile(Item, c, c.e, 0)", "low"],
    ["sort(list, x, x).join(' ')", "low low mid high"],
    ["best(Item, c, c.e).id", "Item-3"],
    ["(self.e == 'low' ? 'high' : self.e) > 'low'", true],
    ["max(Item.filter(c, false), c, c.e)", null],
  ])("%s is %s", (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
    expect(compile(source).notes.deprecations).toEqual([]);
  });

  test("a view ranks by them, highest first", () => {
    const result = compileView({ from: "Item", rank: "row.e", limit: 2 }, SCHEMA, NAMES);
    if (!result.ok) throw new Error("not compiled");
    const rows = result.compiled.evaluate({
      ...sampleScope(undefined, { self: items[0] ?? null }),
      world,
    });
    expect(rows.map(({ id }) => id)).toEqual(["Item-3", "Item-4"]);
  });
});

describe("what is not on one scale is a problem", () => {
  test.each([
    ["self.e > 'hgh'", "`hgh` is not on the scale of low, mid, high, in this order."],
    ["self.e > 2", "`>` compares with one of low, mid, high, in this order, and `2` is a number."],
    ["Other.exists(o, o.e > self.e)", "`mid` is not on the scale of low, high, in this order."],
    [
      "Other.exists(o, self.e > o.e)",
      "`o.e` has the options low, high, which is another scale than low, mid, high",
    ],
    ["sort(Item, c, c.colour)", 'declare this one `"ordered": true` if red < amber < green.'],
    ["max(Item, c, c.colour)", "must be a number"],
    ["mean(Item, c, c.e)", "must be a number"],
  ])("%s", (source, message) => {
    const result = compileExpression(source, SCHEMA, NAMES);
    expect(
      result.ok ? [] : result.problems.map((problem) => problem.message.includes(message)),
    ).toContain(true);
  });
});

test("categories without an order still compare as texts, which is deprecated and says so", () => {
  const { notes } = compile("self.colour < 'green'");
  expect(notes.deprecations).toHaveLength(1);
  expect(notes.deprecations[0]?.message).toContain("red < amber < green");
  expect(notes.deprecations[0]?.message).toContain("letter by letter");
  expect(evaluate("self.colour < 'green'")).toBe(true);
  expect(compile("self.id < 'x'").notes.deprecations).toEqual([]);
});
