import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plurality } from "./plurality";
import { rankedVote } from "./ranked-vote";
import {
  type OperatorArguments,
  runOperator,
  people,
  operatorError,
} from "./fixtures/run-operator";

type Election<Thing = string> = {
  readonly winner: Thing | null;
  readonly ranking: readonly {
    readonly candidate: Thing;
    readonly votes: number;
    readonly place: number;
  }[];
  readonly votes: number;
  readonly invalid: number;
  readonly tied: readonly Thing[];
  readonly counts: number;
  readonly exhausted: number;
};

const elect = (given: OperatorArguments, seed?: number) =>
  runOperator<Election>(plurality, given, seed);
const rank = (given: OperatorArguments, seed?: number) =>
  runOperator<Election>(rankedVote, given, seed);
const ranking = ({ ranking: all }: Election) =>
  all.map(({ candidate, votes }) => [candidate, votes]);
const times = <T>(count: number, ballot: T): T[] => Array.from({ length: count }, () => ballot);
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

describe("plurality", () => {
  it("elects the candidate with most votes; counts abstentions and others separately", () => {
    const result = elect({
      ballots: ["a", "b", "a", null, "x", "b", "a"],
      candidates: ["c", "b", "a"],
    });
    expect(result).toMatchObject({ winner: "a", votes: 5, invalid: 2, tied: [] });
    expect(ranking(result)).toEqual([
      ["a", 3],
      ["b", 2],
      ["c", 0],
    ]);
    expect(result.ranking.map(({ place }) => place)).toEqual([1, 2, 3]);
  });

  it("breaks ties by draw, by order, or not at all", () => {
    const ballots = ["a", "b", "b", "a", "c"];
    expect(new Set(SEEDS.map((seed) => elect({ ballots }, seed).winner))).toEqual(
      new Set(["a", "b"]),
    );
    expect(elect({ ballots, candidates: ["c", "b", "a"], ties: "order" }).winner).toBe("b");
    expect(elect({ ballots, ties: "none" })).toMatchObject({ winner: null, tied: ["a", "b"] });
    expect(elect({ ballots: ["c", ...ballots, "c"], ties: "none" })).toMatchObject({
      winner: "c",
      tied: [],
    });
  });

  it("elects rows", () => {
    const [ann, bob] = people("Ann", "Bob");
    expect(
      runOperator<Election<unknown>>(plurality, {
        ballots: [bob!, bob!, ann!],
        candidates: [ann!, bob!],
      }).winner,
    ).toBe(bob);
  });

  it("has no winner without a vote", () => {
    expect(elect({ ballots: [null, null], candidates: ["a", "b"] })).toMatchObject({
      winner: null,
      votes: 0,
      invalid: 2,
      tied: [],
    });
    expect(elect({ ballots: [] })).toMatchObject({ winner: null, ranking: [] });
  });
});

describe("instant run-off", () => {
  it("transfers ballots until one candidate has a majority: Tennessee chooses Knoxville", () => {
    const ballots = [
      ...times(42, ["Memphis", "Nashville", "Chattanooga", "Knoxville"]),
      ...times(26, ["Nashville", "Chattanooga", "Knoxville", "Memphis"]),
      ...times(15, ["Chattanooga", "Knoxville", "Nashville", "Memphis"]),
      ...times(17, ["Knoxville", "Chattanooga", "Nashville", "Memphis"]),
    ];
    const result = rank({ ballots });
    expect(result).toMatchObject({ winner: "Knoxville", counts: 3, exhausted: 0, votes: 100 });
    expect(ranking(result)).toEqual([
      ["Knoxville", 58],
      ["Memphis", 42],
      ["Nashville", 26],
      ["Chattanooga", 15],
    ]);
  });

  it("exhausts ballots without a remaining name, and ignores repeated and unknown names", () => {
    const result = rank({
      ballots: [
        ["a"],
        ["a"],
        ["a"],
        ["b"],
        ["b", "b", "x"],
        ["c", "x", "c", "b"],
        ["d"],
        [],
        ["x"],
      ],
      candidates: ["a", "b", "c", "d"],
      ties: "order",
    });
    // d is eliminated (after c in order), then c, whose ballot goes to b: 3 to 3, and b comes after
    // a.
    expect(result).toMatchObject({ winner: "a", votes: 7, exhausted: 4 });
    expect(ranking(result)).toEqual([
      ["a", 3],
      ["b", 3],
      ["c", 1],
      ["d", 1],
    ]);
  });

  it("breaks ties for elimination by draw", () => {
    const ballots = [
      ["a", "b"],
      ["b", "a"],
    ];
    expect(new Set(SEEDS.map((seed) => rank({ ballots }, seed).winner))).toEqual(
      new Set(["a", "b"]),
    );
  });

  it("has no winner without a valid ballot", () => {
    expect(rank({ ballots: [[], ["x"]], candidates: ["a", "b"] })).toMatchObject({
      winner: null,
      votes: 0,
      exhausted: 0,
    });
    expect(rank({ ballots: [] })).toMatchObject({ winner: null, ranking: [] });
  });
});

describe("Borda's count", () => {
  it("gives points by rank: Tennessee chooses Nashville", () => {
    const ballots = [
      ...times(42, ["M", "N", "C", "K"]),
      ...times(26, ["N", "C", "K", "M"]),
      ...times(15, ["C", "K", "N", "M"]),
      ...times(17, ["K", "C", "N", "M"]),
    ];
    expect(ranking(rank({ ballots, method: "borda" }))).toEqual([
      ["N", 194],
      ["C", 173],
      ["M", 126],
      ["K", 107],
    ]);
  });

  it("shares the remaining points of a short ballot evenly", () => {
    expect(
      ranking(
        rank({
          ballots: [["b"], ["b", "a"]],
          candidates: ["a", "b", "c", "d"],
          method: "borda",
          ties: "order",
        }),
      ),
    ).toEqual([
      ["b", 6],
      ["a", 3],
      ["c", 1.5],
      ["d", 1.5],
    ]);
  });
});

describe("votes in general", () => {
  const CANDIDATES = ["a", "b", "c", "d", "e"];
  const ballot = fc.shuffledSubarray(CANDIDATES);

  it("count every ballot: once, or as n (n - 1) / 2 points", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.constantFrom(...CANDIDATES, "x"))),
        fc.array(ballot),
        (first, ballots) => {
          const sum = ({ ranking: all }: Election) =>
            all.reduce((total, { votes }) => total + votes, 0);
          const single = elect({ ballots: first, candidates: CANDIDATES });
          expect([sum(single), single.votes + single.invalid]).toEqual([
            single.votes,
            first.length,
          ]);
          const points = rank({ ballots, candidates: CANDIDATES, method: "borda" });
          expect(sum(points)).toBe(points.votes * 10);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("elect a majority's first choice, and only candidates named on a ballot", () => {
    fc.assert(
      fc.property(fc.array(ballot, { minLength: 1, maxLength: 12 }), (ballots) => {
        const firsts = ballots.filter((names) => names.length > 0).map(([first]) => first!);
        const majority = CANDIDATES.find(
          (name) => firsts.filter((first) => first === name).length * 2 > firsts.length,
        );
        const runoff = rank({ ballots, candidates: CANDIDATES });
        if (majority !== undefined) expect([runoff.winner, runoff.counts]).toEqual([majority, 1]);
        if (runoff.winner !== null)
          expect(ballots.some((names) => names.includes(runoff.winner!))).toBe(true);
        expect(
          runoff.ranking.map(({ candidate }) => candidate).sort((a, b) => a.localeCompare(b)),
        ).toEqual(CANDIDATES);
      }),
      { numRuns: 100 },
    );
  });

  it("reject an invalid ballot", () => {
    expect(operatorError(plurality, { ballots: ["a", 3] })).toBe(
      "ballots: element 2: must be a row or a text, not 3",
    );
    expect(operatorError(rankedVote, { ballots: [["a"], [null]] })).toBe(
      "ballots: element 2: element 1: must be a row or a text, not null",
    );
    expect(operatorError(rankedVote, { ballots: [], method: "approval" })).toBe(
      "method: must be one of 'instantRunoff', 'borda', not a text",
    );
  });
});
