import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawsFor } from "../random";
import { type Row, rowId } from "../base/row";
import { runToEnd } from "../base/interruptible";
import {
  generatorAmounts,
  endsProblem,
  generateTies,
  type GeneratorParams,
  gridShape,
  NetworkError,
  type Tie,
} from "./index";

const rows = (
  table: string,
  n: number,
  attributes: (i: number) => Record<string, string | number | null> = () => ({}),
): Row[] => Array.from({ length: n }, (_, i) => ({ id: rowId(table, i + 1), ...attributes(i) }));
const party = (n: number): Row[] =>
  rows("Voter", n, (i) => ({ party: i % 4 === 0 ? "left" : "right" }));
const draws = (seed = 1) => drawsFor(seed, 0, "setup", "Friends");
const within = (
  params: GeneratorParams,
  people: readonly Row[],
  { directed = false, seed = 1 } = {},
): Tie[] =>
  runToEnd(
    generateTies(params, { sources: people, targets: people, directed, draws: draws(seed) }),
  );
const between = (
  params: GeneratorParams,
  sources: readonly Row[],
  { targets, seed = 1 }: { targets: readonly Row[]; seed?: number },
): Tie[] =>
  runToEnd(generateTies(params, { sources, targets, directed: false, draws: draws(seed) }));

const degrees = (ties: readonly Tie[], n: number): number[] => {
  const counts = Array.from({ length: n }, () => 0);
  for (const [source, target] of ties) {
    counts[source]! += 1;
    counts[target]! += 1;
  }
  return counts;
};
const edges = (ties: readonly Tie[]): string[] =>
  ties.map(([a, b]) => (a < b ? `${a}-${b}` : `${b}-${a}`)).sort((a, b) => a.localeCompare(b));
const isConnected = (ties: readonly Tie[], n: number): boolean => {
  const reached = new Set([0]);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const [a, b] of ties) {
      if (reached.has(a)) reached.add(b);
      if (reached.has(b)) reached.add(a);
    }
  }
  return reached.size === n;
};

const WITHIN: GeneratorParams[] = [
  { kind: "complete" },
  { kind: "random", probability: 0.3 },
  { kind: "random", degree: 4 },
  { kind: "ring", degree: 4 },
  { kind: "smallWorld", degree: 4, rewire: 0.3 },
  { kind: "smallWorld", degree: 6, rewire: 1 },
  { kind: "scaleFree", links: 2 },
  { kind: "stochasticBlock", attribute: "party", within: 0.5, across: 0.1 },
  { kind: "homophily", attribute: "party", degree: 5, homophily: 0.8 },
  { kind: "tree", branching: 3 },
  { kind: "grid", torus: true, diagonal: true },
  { kind: "grid", torus: false, diagonal: false },
];
const BETWEEN: GeneratorParams[] = [
  { kind: "complete" },
  { kind: "random", probability: 0.3 },
  { kind: "random", degree: 2 },
  { kind: "stochasticBlock", attribute: "party", within: 0.5, across: 0.1 },
  { kind: "homophily", attribute: "party", degree: 3, homophily: 0.8 },
  { kind: "bipartite", degree: 3 },
];

describe("every generator", () => {
  const size = fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.integer({ min: 4, max: 40 }));

  it("makes no self-ties, no duplicates, and only ties between existing rows", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WITHIN),
        size,
        fc.boolean(),
        fc.nat(),
        (params, n, directed, seed) => {
          const ties = within(params, party(n), { directed, seed });
          expect(ties.every(([a, b]) => a !== b && a >= 0 && b >= 0 && a < n && b < n)).toBe(true);
          expect(new Set(directed ? ties.map(String) : edges(ties)).size).toBe(ties.length);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...BETWEEN), size, size, fc.nat(), (params, n, m, seed) => {
        const ties = between(params, party(n), {
          targets: rows("Job", m, () => ({ party: "left" })),
          seed,
        });
        expect(ties.every(([a, b]) => a >= 0 && b >= 0 && a < n && b < m)).toBe(true);
        expect(new Set(ties.map(String)).size).toBe(ties.length);
      }),
      { numRuns: 300 },
    );
  });

  it.each([...WITHIN])("gives the same ties for the same seed: %o", (params) => {
    expect(within(params, party(30))).toEqual(within(params, party(30)));
  });

  it.each(WITHIN.filter(({ kind }) => !["complete", "ring", "tree", "grid"].includes(kind)))(
    "gives other ties for another seed: %o",
    (params) => {
      expect(within(params, party(30), { directed: false, seed: 2 })).not.toEqual(
        within(params, party(30)),
      );
    },
  );

  it("makes at most one tie between two rows, and none for fewer rows", () => {
    for (const params of WITHIN) {
      expect(within(params, party(0))).toEqual([]);
      expect(within(params, party(1))).toEqual([]);
      expect(within(params, party(2)).length).toBeLessThanOrEqual(1);
    }
  });

  it("reports invalid amounts", () => {
    const wrong: [GeneratorParams, string][] = [
      [{ kind: "random", probability: 1.2 }, "between 0 and 1"],
      [{ kind: "random", degree: -1 }, "zero or more"],
      [{ kind: "random" }, "either a probability or a degree"],
      [{ kind: "random", degree: 1, probability: 1 }, "either a probability or a degree"],
      [{ kind: "ring", degree: 3 }, "even"],
      [{ kind: "ring", degree: 2.5 }, "whole number"],
      [{ kind: "smallWorld", degree: 4, rewire: Number.NaN }, "between 0 and 1"],
      [{ kind: "scaleFree", links: -1 }, "at least 0"],
      [{ kind: "tree", branching: 0 }, "at least 1"],
      [
        { kind: "stochasticBlock", attribute: "age", within: 0.5, across: 0.5 },
        "Voter-1 has no attribute age",
      ],
      [{ kind: "homophily", attribute: "party", degree: Number.NaN, homophily: 1 }, "zero or more"],
      [{ kind: "bipartite", degree: 2 }, "two different tables"],
    ];
    for (const [params, message] of wrong) expect(() => within(params, party(9))).toThrow(message);
    expect(() =>
      between({ kind: "ring", degree: 2 }, party(4), { targets: rows("Job", 4) }),
    ).toThrow(NetworkError);
    expect(endsProblem("grid", ["A", "B"])).toContain("within one table");
    expect(endsProblem("random", ["A", "B"])).toBeUndefined();
  });

  it("takes time linear in the number of ties, and respects the limit of rows", () => {
    const many = party(20_000);
    for (const params of [
      { kind: "random", degree: 8 },
      { kind: "smallWorld", degree: 8, rewire: 0.1 },
      { kind: "scaleFree", links: 4 },
      { kind: "stochasticBlock", attribute: "party", within: 5e-4, across: 5e-5 },
    ] satisfies GeneratorParams[]) {
      expect(within(params, many).length).toBeGreaterThan(60_000);
    }
    expect(() => within({ kind: "complete" }, party(5_000))).toThrow("more than 10000000 ties");
  });
});

describe("the amounts of a generator", () => {
  it("are exactly its expressions", () => {
    expect(
      generatorAmounts({
        kind: "homophily",
        attribute: "party",
        degree: "param.k",
        homophily: 0.5,
      }),
    ).toEqual([
      { amount: "degree", expression: "param.k", isProbability: false },
      { amount: "homophily", expression: 0.5, isProbability: true },
    ]);
    expect(generatorAmounts({ kind: "grid", torus: true, diagonal: false })).toEqual([]);
    expect(generatorAmounts({ kind: "random", probability: undefined, degree: 3 })).toEqual([
      { amount: "degree", expression: 3, isProbability: false },
    ]);
  });
});

describe("lattices", () => {
  it("tie each of five rows on a ring to both neighbours", () => {
    expect(edges(within({ kind: "ring", degree: 2 }, party(5)))).toEqual([
      "0-1",
      "0-4",
      "1-2",
      "2-3",
      "3-4",
    ]);
    expect(within({ kind: "ring", degree: 2 }, party(3), { directed: true }).length).toBe(6);
    expect(
      degrees(within({ kind: "ring", degree: 6 }, party(50)), 50).every((degree) => degree === 6),
    ).toBe(true);
  });

  it("are complete if the degree exceeds the number of others", () => {
    for (const n of [2, 3, 6, 7])
      expect(within({ kind: "ring", degree: 9 }, party(n)).length).toBe((n * (n - 1)) / 2);
    expect(within({ kind: "ring", degree: 5 }, party(6), { directed: true }).length).toBe(30);
  });

  it("tie the nine cells of a square grid", () => {
    expect(edges(within({ kind: "grid", torus: false, diagonal: false }, party(9)))).toEqual([
      "0-1",
      "0-3",
      "1-2",
      "1-4",
      "2-5",
      "3-4",
      "3-6",
      "4-5",
      "4-7",
      "5-8",
      "6-7",
      "7-8",
    ]);
    expect(degrees(within({ kind: "grid", torus: false, diagonal: true }, party(9)), 9)).toEqual([
      3, 5, 3, 5, 8, 5, 3, 5, 3,
    ]);
    expect(degrees(within({ kind: "grid", torus: true, diagonal: false }, party(12)), 12)).toEqual(
      Array(12).fill(4),
    );
    expect(degrees(within({ kind: "grid", torus: true, diagonal: true }, party(25)), 25)).toEqual(
      Array(25).fill(8),
    );
    expect(
      within({ kind: "grid", torus: false, diagonal: false }, party(9), { directed: true }).length,
    ).toBe(24);
  });

  it("arrange rows in a nearly square grid", () => {
    const shape = (n: number): number[] => Object.values(gridShape(n));
    expect([0, 1, 2, 12, 50, 7, 23].map(shape)).toEqual([
      [0, 0],
      [1, 1],
      [1, 2],
      [3, 4],
      [5, 10],
      [3, 3],
      [5, 5],
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), (n) => {
        const { lines, columns } = gridShape(n);
        expect(lines * columns >= n && (lines - 1) * columns < n).toBe(true);
        expect(
          isConnected(
            within({ kind: "grid", torus: false, diagonal: false }, party(n % 200 || 1)),
            n % 200 || 1,
          ),
        ).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("arrange seven rows in a tree with three levels", () => {
    expect(within({ kind: "tree", branching: 2 }, party(7))).toEqual([
      [0, 1],
      [0, 2],
      [1, 3],
      [1, 4],
      [2, 5],
      [2, 6],
    ]);
    expect(isConnected(within({ kind: "tree", branching: 3 }, party(50)), 50)).toBe(true);
  });
});

describe("random networks", () => {
  it("are empty, complete, or of the expected size", () => {
    expect(within({ kind: "random", probability: 0 }, party(50))).toEqual([]);
    expect(within({ kind: "random", probability: 1 }, party(50))).toEqual(
      within({ kind: "random", degree: 100 }, party(50)),
    );
    expect(within({ kind: "random", probability: 1 }, party(50)).length).toBe(1_225);
    expect(within({ kind: "random", probability: 1 }, party(50), { directed: true }).length).toBe(
      2_450,
    );
    // 5 sd of a binomial with n = 499,500 (999,000 when directed) and p = 8/999.
    expect(
      Math.abs(within({ kind: "random", degree: 8 }, party(1_000)).length - 4_000),
    ).toBeLessThan(315);
    expect(
      Math.abs(
        within({ kind: "random", degree: 8 }, party(1_000), { directed: true }).length - 8_000,
      ),
    ).toBeLessThan(446);
    expect(
      Math.abs(
        between({ kind: "random", degree: 2 }, party(1_000), { targets: rows("Job", 100) }).length -
          2_000,
      ),
    ).toBeLessThan(222);
  });

  it("tie each of the ten pairs of five rows equally often", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 4_000; seed += 1) {
      for (const edge of edges(
        within({ kind: "random", probability: 0.25 }, party(5), { directed: false, seed }),
      ))
        counts.set(edge, (counts.get(edge) ?? 0) + 1);
    }
    expect(counts.size).toBe(10);
    for (const count of counts.values())
      expect(Math.abs(count - 1_000)).toBeLessThan(5 * Math.sqrt(750));
  });
});

describe("small worlds", () => {
  it("equal the ring without rewiring, and keep its number of ties otherwise", () => {
    expect(within({ kind: "smallWorld", degree: 4, rewire: 0 }, party(20))).toEqual(
      within({ kind: "ring", degree: 4 }, party(20)),
    );
    for (const rewire of [0.1, 0.5, 1])
      expect(within({ kind: "smallWorld", degree: 4, rewire }, party(20)).length).toBe(40);
  });

  it("rewire the given share; a larger share rewires the same ties and more", () => {
    const lattice = new Set(edges(within({ kind: "ring", degree: 8 }, party(1_000))));
    const moved = (rewire: number): Set<number> =>
      new Set(
        within({ kind: "smallWorld", degree: 8, rewire }, party(1_000)).flatMap((tie, position) =>
          lattice.has(edges([tie])[0]!) ? [] : [position],
        ),
      );
    const [low, many] = [moved(0.1), moved(0.3)];
    expect(Math.abs(low.size - 400)).toBeLessThan(100);
    // A tie may be rewired to a target that it had in the ring.
    expect([...low].filter((position) => !many.has(position)).length).toBeLessThan(10);
  });
});

describe("scale-free networks", () => {
  it("have the number of ties of their definition, are connected, and have hubs", () => {
    const ties = within({ kind: "scaleFree", links: 3 }, party(2_000));
    expect(ties.length).toBe(6 + 3 * 1_996);
    expect(isConnected(ties.slice(), 2_000)).toBe(true);
    const sorted = degrees(ties, 2_000).sort((a, b) => b - a);
    expect(sorted.at(-1)).toBe(3);
    expect(sorted[0]).toBeGreaterThan(60);
  });

  it("are complete with at most `links` + 1 rows, and empty without links", () => {
    expect(within({ kind: "scaleFree", links: 5 }, party(4)).length).toBe(6);
    expect(within({ kind: "scaleFree", links: 3 }, party(4)).length).toBe(6);
    expect(within({ kind: "scaleFree", links: 0 }, party(9))).toEqual([]);
  });

  it("do not depend on the order of rows for their hubs", () => {
    let first = 0;
    for (let seed = 0; seed < 40; seed += 1)
      first += degrees(
        within({ kind: "scaleFree", links: 2 }, party(200), { directed: false, seed }),
        200,
      )[0]!;
    expect(first / 40).toBeLessThan(10);
  });
});

describe("networks by attribute", () => {
  const count = (
    ties: readonly Tie[],
    people: readonly Row[],
    others: readonly Row[] = people,
  ): [number, number] => {
    const own = ties.filter(([a, b]) => people[a]?.party === others[b]?.party).length;
    return [own, ties.length - own];
  };

  it("tie blocks with the probabilities within and across", () => {
    const people = party(400);
    // 100 left and 300 right: 4,950 + 44,850 pairs within, 30,000 across.
    const [own, other] = count(
      within({ kind: "stochasticBlock", attribute: "party", within: 0.1, across: 0.02 }, people),
      people,
    );
    expect(Math.abs(own - 4_980)).toBeLessThan(340);
    expect(Math.abs(other - 600)).toBeLessThan(125);
    expect(
      count(
        within({ kind: "stochasticBlock", attribute: "party", within: 1, across: 0 }, people),
        people,
      ),
    ).toEqual([49_800, 0]);
    expect(
      count(
        within({ kind: "stochasticBlock", attribute: "party", within: 0, across: 1 }, people, {
          directed: true,
        }),
        people,
      ),
    ).toEqual([0, 60_000]);
    const jobs = rows("Job", 10, (i) => ({ party: i < 5 ? "left" : "none" }));
    expect(
      count(
        between({ kind: "stochasticBlock", attribute: "party", within: 1, across: 0 }, people, {
          targets: jobs,
        }),
        people,
        jobs,
      ),
    ).toEqual([500, 0]);
    expect(
      count(
        between({ kind: "stochasticBlock", attribute: "party", within: 0, across: 1 }, people, {
          targets: jobs,
        }),
        people,
        jobs,
      ),
    ).toEqual([0, 3_500]);
  });

  it("have the given mean degree and share within, also for the minority", () => {
    const people = party(2_000);
    const ties = within(
      { kind: "homophily", attribute: "party", degree: 5, homophily: 0.8 },
      people,
    );
    const [own] = count(ties, people);
    expect(Math.abs(ties.length - 5_000)).toBeLessThan(115);
    expect(Math.abs(own / ties.length - 0.8)).toBeLessThan(0.03);
    const directed = within(
      { kind: "homophily", attribute: "party", degree: 4, homophily: 0.7 },
      people,
      { directed: true },
    );
    expect(directed.length).toBe(8_000);
    const minority = directed.filter(([source]) => source % 4 === 0);
    expect(Math.abs(count(minority, people)[0] / minority.length - 0.7)).toBeLessThan(0.06);
  });

  it("continue with the other kind when no row of one kind is left", () => {
    expect(
      within({ kind: "homophily", attribute: "party", degree: 99, homophily: 1 }, party(8)).length,
    ).toBe(28);
    expect(
      within(
        { kind: "homophily", attribute: "party", degree: 4, homophily: 0 },
        rows("Voter", 20, () => ({ party: "left" })),
      ).length,
    ).toBe(40);
  });
});

describe("ties between two tables", () => {
  it("give every source its degree, at most all targets", () => {
    const jobs = rows("Job", 6);
    const ties = between({ kind: "bipartite", degree: 2 }, party(50), { targets: jobs });
    expect(ties.map(([source]) => source)).toEqual(
      Array.from({ length: 100 }, (_, i) => Math.floor(i / 2)),
    );
    expect(between({ kind: "bipartite", degree: 9 }, party(50), { targets: jobs }).length).toBe(
      300,
    );
    expect(between({ kind: "complete" }, party(3), { targets: jobs }).length).toBe(18);
  });
});

describe("generating ties", () => {
  it.each(WITHIN.filter((params) => params.kind !== "complete"))(
    "yields often enough for other work: $kind",
    (params) => {
      const people = party(3_000);
      const work = generateTies(
        params.kind === "random"
          ? { kind: "random", degree: 4 }
          : params.kind === "stochasticBlock"
            ? { ...params, within: 0.001, across: 0.001 }
            : params,
        { sources: people, targets: people, directed: false, draws: draws() },
      );
      let pauses = 0;
      while (!work.next().done) pauses += 1;
      expect(pauses).toBeGreaterThan(people.length / 200);
    },
  );
});
