import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { payoffMatrix } from "./payoff-matrix";
import { runOperator, operatorError } from "./fixtures/run-operator";

type Scores = {
  readonly played: readonly {
    readonly game: { readonly id: string };
    readonly first: number;
    readonly second: number;
  }[];
  readonly unplayed: readonly unknown[];
};

const DILEMMA = {
  moves: ["cooperate", "defect"],
  payoffs: [
    [3, 0],
    [5, 1],
  ],
};
const game = (first: string | null, second: string | null, number = 1) => ({
  id: `Game-${number}`,
  first,
  second,
});

describe("a pay-off matrix", () => {
  it("pays both by the same table when the game is symmetric", () => {
    const { played } = runOperator<Scores>(payoffMatrix, {
      ...DILEMMA,
      games: [
        game("cooperate", "cooperate"),
        game("cooperate", "defect", 2),
        game("defect", "cooperate", 3),
        game("defect", "defect", 4),
      ],
    });
    expect(played.map(({ game: { id }, first, second }) => [id, first, second])).toEqual([
      ["Game-1", 3, 3],
      ["Game-2", 0, 5],
      ["Game-3", 5, 0],
      ["Game-4", 1, 1],
    ]);
  });

  it("pays the second player by a separate table in the layout of the first", () => {
    const battle = {
      moves: ["opera", "football"],
      payoffs: [
        [2, 0],
        [0, 1],
      ],
      secondPayoffs: [
        [1, 0],
        [7, 2],
      ],
    };
    expect(
      runOperator<Scores>(payoffMatrix, { ...battle, games: [game("football", "opera")] })
        .played[0],
    ).toMatchObject({ first: 0, second: 7 });
  });

  it("skips games with a missing move", () => {
    const games = [game("cooperate", null), game(null, "defect"), game("defect", "defect")];
    expect(runOperator<Scores>(payoffMatrix, { ...DILEMMA, games })).toMatchObject({
      unplayed: games.slice(0, 2),
      played: [{ game: games[2], first: 1, second: 1 }],
    });
  });

  it.each([
    [
      { games: [game("cheat", "defect")] },
      "games: has the move “cheat”, which is not among cooperate, defect",
    ],
    [{ games: [], payoffs: [[1, 2]] }, "payoffs: must have 2 rows of 2 numbers, one for each move"],
    [
      { games: [], secondPayoffs: [[1, 2], [3]] },
      "secondPayoffs: must have 2 rows of 2 numbers, one for each move",
    ],
    [{ games: [], moves: ["a", "a"] }, "moves: names a move twice"],
    [
      {
        games: [],
        payoffs: [
          [1, 2],
          [3, null],
        ],
      },
      "payoffs: element 2: element 2: must be a number, not null",
    ],
  ])("rejects an invalid game (%#)", (given, message) => {
    expect(operatorError(payoffMatrix, { ...DILEMMA, ...given })).toBe(message);
  });

  it("gives zero-sum games a total of zero, and swaps pay-offs with the players", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer(), { minLength: 3, maxLength: 3 }), {
          minLength: 3,
          maxLength: 3,
        }),
        fc.constantFrom("a", "b", "c"),
        fc.constantFrom("a", "b", "c"),
        (payoffs, first, second) => {
          const scored = (given: object) =>
            runOperator<Scores>(payoffMatrix, {
              moves: ["a", "b", "c"],
              payoffs,
              games: [game(first, second), game(second, first, 2)],
              ...given,
            }).played;
          const symmetric = scored({});
          expect([symmetric[0]!.first, symmetric[0]!.second]).toEqual([
            symmetric[1]!.second,
            symmetric[1]!.first,
          ]);
          for (const play of scored({
            secondPayoffs: payoffs.map((row) => row.map((pay) => -pay)),
          }))
            expect(play.first + play.second).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});
