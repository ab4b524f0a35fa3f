import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { NetworkState } from "../../base/row";
import { betweenness } from "./betweenness";
import { localClustering, transitivity, triangles } from "./clustering";
import { components } from "./components";
import { closeness, diameter, distances, meanDistance } from "./distances";
import { DIRECTED, FLORENTINE, KARATE, type Reference } from "./fixtures/reference";
import { categoryAssortativity, degreeAssortativity, type GroupTies, modularity } from "./mixing";
import type { Statistic } from "./per-state";
import { eigenvectorCentrality, pageRank } from "./spectral";

type Ties = readonly (readonly [number, number])[];

const stateOf = (n: number, ties: Ties, directed = false): NetworkState => ({
  rows: Array.from({ length: n }, (_, row) => ({ id: `Person-${row + 1}` })),
  ties: ties.map(([source, target], tie) => ({
    id: `Knows-${tie + 1}`,
    source: `Person-${source + 1}`,
    target: `Person-${target + 1}`,
  })),
  directed,
});

const compute = <Value>(statistic: Statistic<Value>, state: NetworkState): Value =>
  statistic(state, {}, () => undefined);

/** Returns values by row, and fails where there are none. */
function valuesOf(values: ReturnType<typeof betweenness> | null): number[] {
  if (values === null || "reason" in values) throw new Error(values?.reason ?? "null");
  return [...values];
}

/** The ties between groups of rows. */
const groupTies = ({ ties, directed }: NetworkState, groups: readonly number[]): GroupTies => {
  const groupsOf = (end: "source" | "target") =>
    ties.map((tie) => groups[Number(String(tie[end]).split("-")[1]) - 1]!);
  return { directed, sources: groupsOf("source"), targets: groupsOf("target") };
};

/** Everything that is computed of a state, by name. */
function summarize(state: NetworkState, groups: readonly number[]) {
  const [paths, corners] = [compute(distances, state), compute(triangles, state)];
  const ties = groupTies(state, groups);
  const rows = [...state.rows.keys()];
  const { members, labels } = compute(components, state);
  return {
    components: members.length,
    largest: Math.max(...members.map(({ length }) => length)),
    own: rows.map((row) => members[labels[row]!]!.length),
    meanDistance: meanDistance(paths),
    diameter: diameter(paths),
    transitivity: transitivity(corners),
    clustering: rows.map((row) => localClustering(corners, row)),
    degreeAssortativity: compute(degreeAssortativity, state),
    assortativity: categoryAssortativity(ties),
    modularity: modularity(ties),
    closeness: rows.map((row) => closeness(paths, row)),
    betweenness: valuesOf(compute(betweenness, state)),
    pageRank: valuesOf(compute(pageRank, state)),
  };
}

const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length);
  for (const [at, value] of actual.entries()) expect(value).toBeCloseTo(expected[at]!, 8);
};

const NUMBERS = [
  "components",
  "largest",
  "meanDistance",
  "diameter",
  "transitivity",
  "degreeAssortativity",
  "assortativity",
  "modularity",
] as const;
const LISTS = ["clustering", "closeness", "betweenness", "pageRank"] as const;

describe.each<[string, Reference]>([
  ["the karate club", KARATE],
  ["Florentine families", FLORENTINE],
  ["a directed network", DIRECTED],
])("statistics of %s agree with networkx", (_, reference) => {
  const state = stateOf(reference.n, reference.ties, reference.directed);
  const summary = summarize(state, reference.groups);

  test.each(NUMBERS)("%s", (name) => {
    expect(summary[name]).toBeCloseTo(reference[name], 8);
  });

  test.each(LISTS)("%s", (name) => {
    expectClose(summary[name], reference[name]);
  });

  test("eigenvectorCentrality", () => {
    expectClose(valuesOf(compute(eigenvectorCentrality, state)), reference.eigenvector);
  });

  test("average clustering", () => {
    const total = summary.clustering.reduce((sum, value) => sum + value, 0);
    expect(total / reference.n).toBeCloseTo(reference.averageClustering, 8);
  });
});

test.each<[string, Reference]>([
  ["the karate club", KARATE],
  ["a directed network", DIRECTED],
])("weights of ties of %s agree with networkx", (_, reference) => {
  const state = stateOf(reference.n, reference.ties, reference.directed);
  const ties = { ...groupTies(state, reference.groups), weights: reference.weights };
  expect(modularity(ties)).toBeCloseTo(reference.weightedModularity, 8);
  expect(categoryAssortativity(ties)).toBeCloseTo(reference.weightedAssortativity, 8);
  expect(modularity({ ...ties, weights: ties.sources.map(() => 3) })).toBeCloseTo(
    reference.modularity,
    8,
  );
  expect(modularity({ ...ties, weights: ties.sources.map(() => 0) })).toBeNull();
});

test("published values of the karate club", () => {
  // 78 ties, 45 triangles and 528 pairs of ties that share a member.
  const { transitivity: closed, degreeAssortativity: mixing } = summarize(
    stateOf(KARATE.n, KARATE.ties),
    KARATE.groups,
  );
  expect(closed).toBe((3 * 45) / 528);
  // Newman's programs and later papers give −0.476.
  expect(mixing).toBeCloseTo(-0.476, 3);
});

describe("without ties or rows", () => {
  it("statistics without a value are null", () => {
    const summary = summarize(stateOf(3, []), [0, 1, 1]);
    expect(summary).toEqual({
      components: 3,
      largest: 1,
      own: [1, 1, 1],
      meanDistance: null,
      diameter: null,
      transitivity: null,
      clustering: [0, 0, 0],
      degreeAssortativity: null,
      assortativity: null,
      modularity: null,
      closeness: [0, 0, 0],
      betweenness: [0, 0, 0],
      pageRank: [1 / 3, 1 / 3, 1 / 3],
    });
    expect(compute(eigenvectorCentrality, stateOf(3, []))).toBeNull();
    expect(compute(components, stateOf(0, [])).members).toEqual([]);
    expectClose(valuesOf(compute(pageRank, stateOf(0, []))), []);
  });

  it("eigenvectors of a directed network without a cycle are null", () => {
    const ties: Ties = [
      [0, 1],
      [1, 2],
      [0, 2],
    ];
    expect(compute(eigenvectorCentrality, stateOf(3, ties, true))).toBeNull();
    expect(compute(eigenvectorCentrality, stateOf(3, ties))).not.toBeNull();
  });

  it("correlations of what does not vary are null", () => {
    const ring = stateOf(
      5,
      [0, 1, 2, 3, 4].map((row) => [row, (row + 1) % 5] as const),
    );
    expect(compute(degreeAssortativity, ring)).toBeNull();
    expect(categoryAssortativity(groupTies(ring, [0, 0, 0, 0, 0]))).toBeNull();
    expect(modularity(groupTies(ring, [0, 0, 0, 0, 0]))).toBe(0);
  });
});

test("betweenness says where paths cannot be counted", () => {
  // Each square doubles the number of shortest paths: 2^1100 exceeds a double.
  const squares = Array.from({ length: 1_100 }, (_, square) => square * 3).flatMap((at): Ties => [
    [at, at + 1],
    [at, at + 2],
    [at + 1, at + 3],
    [at + 2, at + 3],
  ]);
  expect(compute(betweenness, stateOf(3_301, squares))).toEqual({
    reason: "there are more shortest paths than a number can hold",
  });
});

const networks = fc.integer({ min: 1, max: 9 }).chain((n) => {
  const row = fc.integer({ min: 0, max: n - 1 });
  return fc.record({
    n: fc.constant(n),
    directed: fc.boolean(),
    ties: fc
      .uniqueArray(fc.tuple(row, row), { selector: ([a, b]) => a * n + b, maxLength: 30 })
      .map((ties) => ties.filter(([a, b]) => a !== b)),
    groups: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n }),
    order: fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n }),
  });
});
type Drawn = typeof networks extends fc.Arbitrary<infer One> ? One : never;

/** An undirected network has at most one tie between two rows. */
const tiesOf = ({ ties, directed }: Drawn): Ties =>
  directed ? ties : ties.filter(([a, b]) => a < b || !ties.some(([c, d]) => c === b && d === a));

describe("of any network", () => {
  it("statistics do not depend on the order of rows and ties", () => {
    fc.assert(
      fc.property(networks, (drawn) => {
        const { n, directed, groups, order } = drawn;
        const ties = tiesOf(drawn);
        const renamed = ties.map(([a, b]) => [order[a]!, order[b]!] as const).reverse();
        const turned = Array.from({ length: n }, (_, row) => groups[order.indexOf(row)]!);
        const before = summarize(stateOf(n, ties, directed), groups);
        const after = summarize(stateOf(n, renamed, directed), turned);
        for (const [name, value] of Object.entries(before)) {
          const other = after[name as keyof typeof after];
          if (Array.isArray(value) && Array.isArray(other))
            expectClose(
              value,
              order.map((at) => other[at]!),
            );
          else if (value === null || other === null) expect(other).toBe(value);
          else expect(other).toBeCloseTo(value as number, 8);
        }
      }),
    );
  });

  it("statistics stay within their bounds, and sums are what they must be", () => {
    fc.assert(
      fc.property(networks, (drawn) => {
        const { n, directed, groups } = drawn;
        const state = stateOf(n, tiesOf(drawn), directed);
        const summary = summarize(state, groups);
        const shares = [
          ...summary.clustering,
          ...summary.closeness,
          ...summary.betweenness,
          ...summary.pageRank,
          summary.transitivity ?? 0,
        ];
        for (const share of shares) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-12);
        }
        for (const value of [summary.degreeAssortativity, summary.assortativity])
          expect(Math.abs(value ?? 0)).toBeLessThanOrEqual(1 + 1e-12);
        expect(summary.modularity ?? 0).toBeLessThan(1);
        expect(summary.modularity ?? 0).toBeGreaterThanOrEqual(-1);
        expect(summary.meanDistance ?? 0).toBeLessThanOrEqual(summary.diameter ?? 0);
        expect(summary.pageRank.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 10);
        // Each component contributes 1 over its rows.
        expect(summary.own.reduce((sum, size) => sum + 1 / size, 0)).toBeCloseTo(
          summary.components,
          10,
        );
        // A path of k ties passes through k − 1 other rows.
        const { sums, reached } = compute(distances, state);
        const inner = sums.reduce((sum, value, row) => sum + value - reached[row]!, 0);
        expect(summary.betweenness.reduce((sum, score) => sum + score, 0)).toBeCloseTo(
          inner / Math.max(1, (n - 1) * (n - 2)),
          10,
        );
      }),
    );
  });

  it("an eigenvector is one: the ties to a row give its value, times the same number", () => {
    fc.assert(
      fc.property(networks, (drawn) => {
        const { n } = drawn;
        const ties = tiesOf({ ...drawn, directed: false });
        const values = compute(eigenvectorCentrality, stateOf(n, ties));
        if (values === null || "reason" in values) return ties.length === 0;
        const sums = new Float64Array(n);
        for (const [a, b] of ties) {
          sums[a]! += values[b]!;
          sums[b]! += values[a]!;
        }
        const eigenvalue = Math.hypot(...sums);
        expectClose(
          [...values].map((value) => value * eigenvalue),
          [...sums],
        );
        return true;
      }),
    );
  });
});

test("a context pays for a statistic once for each state, whether it is known or not", () => {
  const state = stateOf(KARATE.n, KARATE.ties);
  const paid = (budget: object): number => {
    let steps = 0;
    betweenness(state, budget, (more) => (steps += more));
    return steps;
  };
  const [first, second] = [{}, {}];
  const price = paid(first);
  expect(price).toBeGreaterThan(34 * (34 + 2 * 78));
  expect(paid(first)).toBe(0);
  expect(paid(second)).toBe(price);
  expect(paid(second)).toBe(0);
});
