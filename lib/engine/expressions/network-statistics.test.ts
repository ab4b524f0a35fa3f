import { describe, expect, test } from "vitest";
import { KARATE } from "../networks/statistics/fixtures/reference";
import type { Schema } from "../base/types";
import { compileExpression } from "./compile";
import type { Computed } from "./contract";
import { BoundsError } from "./errors";
import { NAMES, sampleScope, sampleWorld, SCHEMA, TestWorld } from "./fixtures/test-world";

const compile = (source: string, schema: Schema = SCHEMA) =>
  compileExpression(source, schema, NAMES);

function compiled(source: string) {
  const result = compile(source);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
  return result.compiled;
}

const problems = (source: string, schema?: Schema): string[] => {
  const result = compile(source, schema);
  return result.ok ? [] : result.problems.map(({ message }) => message);
};

/** The karate club as friendships of voters, whose party is the club they join. */
const karateClub = (): TestWorld =>
  new TestWorld({
    Voter: KARATE.groups.map((group, at) => ({
      id: `Voter-${at + 1}`,
      party: group === 0 ? "left" : "right",
    })),
    Friends: KARATE.ties.map(([source, target], at) => ({
      id: `Friends-${at + 1}`,
      source: `Voter-${source + 1}`,
      target: `Voter-${target + 1}`,
    })),
  });
const karate = karateClub();

const inKarate = (source: string, steps?: number): Computed =>
  compiled(source).evaluate(sampleScope(karate, {}, steps));

describe("statistics of a network in expressions", () => {
  // Undirected: 2–1–3–4, and 5 alone. Directed: 3 → 1 → 2.
  test.each<[string, Computed]>([
    ["components('Friends')", 2],
    ["largestComponent('Friends')", 4],
    ["component('Friends', self).map(v, v.id)", ["Voter-1", "Voter-2", "Voter-3", "Voter-4"]],
    ["Voter.map(v, component('Friends', v).size())", [4, 4, 4, 4, 1]],
    ["components('Follows')", 3],
    ["diameter('Friends')", 3],
    ["meanDistance('Friends')", 10 / 6],
    ["meanDistance('Follows')", 4 / 3],
    ["transitivity('Friends')", 0],
    ["clustering('Friends', self)", 0],
    ["Voter.map(v, inDegree('Follows', v))", [1, 1, 0, 0, 0]],
    ["inDegree('Friends', self)", 2],
    ["degreeCentrality('Friends', self)", 0.5],
    ["closeness('Friends', self)", (3 / 4) * (3 / 4)],
    ["Voter.map(v, closeness('Follows', v) > 0)", [true, false, true, false, false]],
    ["Voter.map(v, betweenness('Friends', v) * 12)", [4, 0, 4, 0, 0]],
    ["eigenvectorCentrality('Follows', self)", null],
    ["modularity('Friends', v, 1)", 0],
    ["assortativity('Friends', v, 1)", null],
    // Parties: 1 and 2 left, the others right. Ties: 1–2, 3–1, 3–4.
    ["modularity('Friends', v, v.party)", 2 / 3 - 1 / 2],
    ["modularity('Friends', v, v.party, t, t.id == 'Friends-2' ? 0 : 2)", 1 - 1 / 2],
    ["assortativity('Friends', v, v.party, t, t.id == 'Friends-2' ? 0 : 2)", 1],
    ["distance('Friends', first(Voter), Voter[4], 1000)", null],
  ])("%s", (source, expected) => {
    expect(compiled(source).evaluate(sampleScope())).toEqual(expected);
  });

  // Values of networkx 3.6.1.
  test.each([
    ["mean(Voter, v, clustering('Friends', v))", 0.5706384782],
    ["degreeAssortativity('Friends')", -0.4756130977],
    ["meanDistance('Friends')", 2.408199643],
    ["assortativity('Friends', v, v.party)", KARATE.assortativity],
    ["modularity('Friends', v, v.party)", KARATE.modularity],
    ["max(Voter, v, betweenness('Friends', v))", Math.max(...KARATE.betweenness)],
    ["max(Voter, v, eigenvectorCentrality('Friends', v))", Math.max(...KARATE.eigenvector)],
    ["sum(Voter, v, pageRank('Friends', v))", 1],
  ])("%s of the karate club", (source, expected) => {
    expect(inKarate(source)).toBeCloseTo(expected, 8);
  });
});

describe("mistakes are found when a scenario is checked", () => {
  test.each([
    ["components('Freinds')", "Unknown network: `Freinds`."],
    ["closeness(self)", "Write `closeness` as `closeness('Network', row)`."],
    [
      "modularity('Friends', v.party)",
      "Write `modularity` as `modularity('Network', x, expression)` or " +
        "`modularity('Network', x, expression, tie, weight)`.",
    ],
    [
      "betweenness('Friends', first(Post))",
      "Friends ties rows of Voter, and `first(Post)` is a row of Post.",
    ],
    [
      "modularity('Friends', v, v.party, t)",
      "Write `modularity` as `modularity('Network', x, expression)` or " +
        "`modularity('Network', x, expression, tie, weight)`.",
    ],
    [
      "modularity('Friends', v, v.party, t, t.source.name)",
      "The weight of `modularity` must be a number, and `t.source.name` is a text.",
    ],
    ["modularity('Friends', v, v.hobby)", "Voter has no attribute `hobby`."],
  ])("%s", (source, message) => {
    expect(problems(source)).toEqual([message]);
  });

  test("groups are those of rows of one table", () => {
    const { Friends } = SCHEMA.tables;
    const Reads = { ...Friends!, between: ["Voter", "Post"] as const };
    expect(problems("modularity('Reads', v, 1)", { tables: { ...SCHEMA.tables, Reads } })).toEqual([
      "`modularity` compares rows of one table, and Reads ties Voter and Post.",
    ]);
  });

  test("so are networks too large for a statistic, where the scenario gives their rows", () => {
    const schemaOf = (count: number): Schema => ({
      tables: { ...SCHEMA.tables, Voter: { ...SCHEMA.tables.Voter!, count } },
    });
    const message =
      "`betweenness` visits every row of Friends from every other, which takes 10000000000 " +
      "steps with 100000 rows; an expression may take 300000000.";
    expect(problems("betweenness('Friends', self)", schemaOf(100_000))).toEqual([message]);
    expect(problems("betweenness('Friends', self)", schemaOf(1_000))).toEqual([]);
    expect(problems("pageRank('Friends', self)", schemaOf(100_000))).toEqual([]);
  });
});

describe("steps", () => {
  test("a statistic that they do not suffice for is refused before it is computed", () => {
    expect(() => inKarate("max(Voter, v, betweenness('Friends', v))", 5_000)).toThrow(BoundsError);
    expect(() => inKarate("max(Voter, v, betweenness('Friends', v))", 5_000)).toThrow(
      /`betweenness` of Friends, with 34 rows and 78 ties, takes more steps than are left/,
    );
  });

  test("a refusal is the same, and leaves the same, whether the statistic is known or not", () => {
    // Some iterations, but not all.
    const fresh = sampleScope(karateClub(), {}, 1_500);
    const known = sampleScope(karateClub(), {}, 1_500);
    const { evaluate } = compiled("eigenvectorCentrality('Friends', Voter[0])");
    expect(evaluate(sampleScope(known.world))).toBeTypeOf("number");
    const message = "with 34 rows and 78 ties, takes more steps than are left";
    for (const scope of [fresh, known]) expect(() => evaluate(scope)).toThrow(message);
    expect(fresh.budget.steps).toBe(known.budget.steps);
  });

  test("one evaluation pays once for all rows", () => {
    const scope = sampleScope(karate);
    const spent = (source: string): number => {
      const before = scope.budget.steps;
      compiled(source).evaluate(scope);
      return before - scope.budget.steps;
    };
    expect(spent("sum(Voter, v, betweenness('Friends', v))")).toBeGreaterThan(10_000);
    expect(spent("sum(Voter, v, betweenness('Friends', v))")).toBeLessThan(500);
  });
});

test("a statistic of groups depends on the attributes that make them, one of ties on none", () => {
  const Voter = { ...SCHEMA.tables.Voter!, hidden: { party: "self" as const } };
  const taintOf = (source: string) => {
    const result = compile(source, { tables: { ...SCHEMA.tables, Voter } });
    return result.ok ? (result.compiled.type.taint ?? []).map(({ attribute }) => attribute) : null;
  };
  expect(taintOf("modularity('Friends', v, v.party)")).toEqual(["party"]);
  expect(taintOf("assortativity('Friends', v, v.party)")).toEqual(["party"]);
  expect(taintOf("pageRank('Friends', self)")).toEqual([]);
});

test("a weight of a tie is a finite number of 0 or more", () => {
  expect(() => compiled("modularity('Friends', v, 1, t, -1)").evaluate(sampleScope())).toThrow(
    "`modularity` met -1 where the weight of a tie is needed, 0 or more.",
  );
});

test("a row must belong to the network", () => {
  const scope = sampleScope(sampleWorld(), { anything: { id: "Post-1" } });
  expect(() => compiled("pageRank('Friends', anything)").evaluate(scope)).toThrow(
    "`Post-1` is not a row that Friends can tie.",
  );
  expect(() => compiled("pageRank('Friends', self.partner.partner)").evaluate(scope)).toThrow(
    "needs a row",
  );
});
