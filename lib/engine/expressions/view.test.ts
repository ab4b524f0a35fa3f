import { describe, expect, test } from "vitest";
import { NAMES, sampleScope, sampleWorld, SCHEMA } from "./fixtures/test-world";
import type { Computed } from "./contract";
import { compileView } from "./view";

type Fields = Parameters<typeof compileView>[0];

function evaluateView(
  view: Fields,
  vars: Readonly<Record<string, Computed>> = {},
): readonly string[] {
  const result = compileView(view, SCHEMA, NAMES);
  if (!result.ok)
    throw new Error(result.problems.map(({ field, message }) => `${field}: ${message}`).join(" "));
  return result.compiled.evaluate(sampleScope(undefined, vars)).map((row) => row.id);
}

describe("a view", () => {
  test.each<[string, Fields, readonly string[]]>([
    [
      "of a table shows its rows in order",
      { from: "Voter" },
      ["Voter-1", "Voter-2", "Voter-3", "Voter-4", "Voter-5"],
    ],
    [
      "keeps those for which where holds, called row or it",
      { from: "Post", where: "row.round == round && it.author != null" },
      ["Post-3", "Post-5"],
    ],
    [
      "puts the highest rank first, equals in order",
      { from: "Voter", rank: "-abs(row.opinion)" },
      ["Voter-3", "Voter-2", "Voter-4", "Voter-1", "Voter-5"],
    ],
    [
      "stops at its limit",
      { from: "Voter", where: "row.age > 31", limit: 2 },
      ["Voter-2", "Voter-3"],
    ],
    [
      "ranks before it stops",
      { from: "Voter", rank: "row.age", limit: "round" },
      ["Voter-5", "Voter-4"],
    ],
    [
      "of a list of rows",
      { from: "neighbours('Friends', self)", where: "row.opinion > -1" },
      ["Voter-3"],
    ],
    [
      "follows ties to authors",
      { from: "Post", where: "row.round == 1 && linked('Friends', self, row.author)" },
      ["Post-1", "Post-2"],
    ],
    ["shows nothing with a limit below one", { from: "Voter", limit: "-1" }, []],
  ])("%s", (_name, view, rows) => {
    expect(evaluateView(view)).toEqual(rows);
  });

  test("does not modify the world's list", () => {
    const world = sampleWorld();
    const before = [...(world.tables.Voter ?? [])];
    evaluateView({ from: "Voter", rank: "row.age" });
    expect(world.tables.Voter).toEqual(before);
  });

  test("reads only the matches of an equality", () => {
    const result = compileView(
      { from: "Post", where: "row.author == self", rank: "row.round" },
      SCHEMA,
      NAMES,
    );
    if (!result.ok) throw new Error("does not compile");
    const scope = sampleScope();
    expect(result.compiled.evaluate(scope).map((row) => row.id)).toEqual(["Post-5"]);
    expect([scope.world.scanned, scope.world.lookedUp]).toEqual([0, 1]);
  });

  test("has a table and a type", () => {
    const result = compileView({ from: "neighbours('Friends', self)" }, SCHEMA, NAMES);
    expect(result).toMatchObject({
      ok: true,
      compiled: { table: "Voter", type: { kind: "list", of: { kind: "row", table: "Voter" } } },
    });
  });
});

test("problems name their field and span", () => {
  const result = compileView(
    { from: "Post", where: "row.athor == self", rank: "row.text", limit: "self.name" },
    SCHEMA,
    NAMES,
  );
  expect(result).toEqual({
    ok: false,
    problems: [
      {
        field: "limit",
        message: "`limit` must be a number, and `self.name` is a text.",
        from: 0,
        length: 9,
      },
      {
        field: "where",
        message: "Post has no attribute `athor`.",
        from: 4,
        length: 5,
        suggestion: "author",
      },
      {
        field: "rank",
        message: "`rank` must be a number or an ordered category, and `row.text` is a text.",
        from: 0,
        length: 8,
      },
    ],
  });
});

test("a view of something other than rows is a problem", () => {
  expect(compileView({ from: "self.age" }, SCHEMA, NAMES)).toMatchObject({
    ok: false,
    problems: [
      {
        field: "from",
        message: "A view is of a table or a list of rows, and `self.age` is a number.",
      },
    ],
  });
});

test("a rank that is not a number is an error", () => {
  expect(() => evaluateView({ from: "Voter", rank: "0 / 0" })).toThrow(
    "The rank of a view must be a number",
  );
});
