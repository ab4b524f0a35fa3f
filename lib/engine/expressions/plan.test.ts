import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Row } from "../base/row";
import { compileExpression } from "./compile";
import { isRow } from "./values";
import { NAMES, sampleScope, sampleWorld, SCHEMA, TestWorld } from "./fixtures/test-world";

function evaluate(source: string, world: TestWorld, self: Row | null): unknown {
  const result = compileExpression(source, SCHEMA, NAMES);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
  const value = result.compiled.evaluate(
    sampleScope(world, { self, arg: { whom: self?.id ?? null, text: "", score: 1 } }),
  );
  return Array.isArray(value) ? value.map((item) => (isRow(item) ? item.id : item)) : value;
}

/** Generates worlds with many posts by few voters, some of them deleted. */
const worlds = fc
  .record({
    posts: fc.array(
      fc.record({
        author: fc.option(fc.integer({ min: 1, max: 6 })),
        round: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 30 },
    ),
    ties: fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })), {
      maxLength: 8,
    }),
    self: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ posts, ties, self }) => {
    const { Voter = [], world = [] } = sampleWorld().tables;
    const rows = ties.map(([source, target]) => ({
      source: `Voter-${source}`,
      target: `Voter-${target}`,
    }));
    const network = (name: string): Row[] =>
      rows.map((ends, index) => ({ id: `${name}-${index + 1}`, ...ends }));
    const Post = posts.map(({ author, round }, index): Row => ({
      id: `Post-${index + 1}`,
      author: author === null ? null : `Voter-${author}`,
      round,
      text: `text ${index}`,
    }));
    return {
      world: new TestWorld(
        { Voter, Post, world, Friends: network("Friends"), Follows: network("Follows") },
        { Follows: { directed: true } },
      ),
      self: Voter[self - 1] ?? null,
    };
  });

/**
 * The same predicate by a full scan: a list of the table's rows hides the table from the planner.
 */
const CASES = [
  "p.author == self",
  "self == p.author",
  "p.author == self.partner",
  "p.round == round",
  "p.author == self && p.round == round",
  "p.round == 1 && p.author == arg.whom",
  "p.id == 'Post-3'",
  "p == Post[2]",
  "p.author in neighbours('Friends', self)",
  "p.round in [1, 3]",
  "p.round in [2, 2]",
  "linked('Friends', self, p.author)",
  "linked('Friends', p.author, self)",
  "linked('Follows', self, p.author) && p.round > 1",
  "linked('Follows', p.author, self)",
  "p.author == null",
  "p.author != self",
  "p.author == self || p.round == 1",
  "p.round > 0 && (p.author == self && p.round == 2)",
  "p.author in [self, self.partner]",
  "p.text == 'text 3'",
  "self.partner != null && p.author == self.partner.partner",
];

describe("an index look-up returns the rows of a full scan, in the same order", () => {
  test.each(CASES)("%s", (predicate) => {
    // Some predicates fail on rows without an author; then both must fail, or the index skips the
    // row.
    const outcome = (source: string, world: TestWorld, self: Row | null): unknown => {
      try {
        return evaluate(source, world, self);
      } catch {
        return "error";
      }
    };
    fc.assert(
      fc.property(worlds, ({ world, self }) => {
        const scanned = outcome(`Post.map(x, x).filter(p, ${predicate})`, world, self);
        if (scanned === "error") return;
        expect(outcome(`Post.filter(p, ${predicate})`, world, self)).toEqual(scanned);
        expect(outcome(`count(Post, p, ${predicate})`, world, self)).toEqual(
          (scanned as unknown[]).length,
        );
        expect(outcome(`Post.exists(p, ${predicate})`, world, self)).toEqual(
          (scanned as unknown[]).length > 0,
        );
        expect(outcome(`Post.map(p, ${predicate}, p.id)`, world, self)).toEqual(scanned);
      }),
      { numRuns: 60 },
    );
  });
});

describe("cost grows with the matches, not the table", () => {
  const Post = Array.from({ length: 3_000 }, (_, index): Row => ({
    id: `Post-${index + 1}`,
    author: `Voter-${(index % 1_000) + 1}`,
    round: (index % 3) + 1,
    text: "",
  }));
  const world = (): TestWorld => new TestWorld({ ...sampleWorld().tables, Post });

  test.each([
    ["Post.filter(p, p.author == self)", 3],
    ["Post.exists(p, p.author == self && p.round == 1)", 3],
    ["count(Post, p, p.round == 1 && p.author == self)", 3],
    ["Post.filter(p, linked('Friends', self, p.author) && p.round == round)", 6],
    ["Post.filter(p, p.author in neighbours('Friends', self))", 6],
    ["Post.map(p, p.author == self, p.text)", 3],
  ])("%s", (source, rows) => {
    const counting = world();
    evaluate(source, counting, counting.tables.Voter?.[0] ?? null);
    expect(counting.scanned).toBe(0);
    expect(counting.lookedUp).toBe(rows);
  });

  test("a look-up by id reads no other row", () => {
    const counting = world();
    expect(evaluate("Post.filter(p, p.id == 'Post-7')", counting, null)).toEqual(["Post-7"]);
    expect(counting.scanned + counting.lookedUp).toBe(0);
  });

  test("charged steps grow with the matches", () => {
    const result = compileExpression("Post.filter(p, p.author == self)", SCHEMA, NAMES);
    if (!result.ok) throw new Error("does not compile");
    const scope = sampleScope(world());
    result.compiled.evaluate(scope);
    expect(1_000_000 - scope.budget.steps).toBeLessThan(30);
  });

  test("a condition on a random draw is not answered by an index", () => {
    const counting = world();
    evaluate(
      "Post.filter(p, chance(0.5) && p.author == self)",
      counting,
      counting.tables.Voter?.[0] ?? null,
    );
    expect(counting.scanned).toBe(3_000);
  });
});

test("a key that fails falls back to the scan, where another condition may guard it", () => {
  const world = sampleWorld();
  expect(
    evaluate(
      "Post.filter(p, self.partner != null && p.author == self.partner.partner)",
      world,
      world.tables.Voter?.[1] ?? null,
    ),
  ).toEqual([]);
});
