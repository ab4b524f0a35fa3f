import type { Computed } from "../expressions/contract";
import { fieldsOf, listOf, NUMBER } from "../base/types";
import { InputError, defineOperator } from "./contract";
import { entries } from "./entries";
import { elementType, fieldType, list, nullable, number, optional, text } from "./inputs";

const MATRIX = list(list(number()));

function checkSquare(matrix: readonly (readonly number[])[], size: number, input: string): void {
  if (matrix.length !== size || matrix.some((row) => row.length !== size))
    throw new InputError(`must have ${size} rows of ${size} numbers, one for each move`, input);
}

/** Computes the two pay-offs of each game; games with a missing move are skipped. */
export const payoffMatrix = defineOperator({
  name: "payoffMatrix",
  version: 1,
  summary: "What both players of each game get, from a table of pay-offs.",
  source:
    "The normal form of a game of two: J. von Neumann and O. Morgenstern, Theory of Games and " +
    "Economic Behavior, 1944.",
  inputs: {
    games: entries({ first: nullable(text()), second: nullable(text()) }),
    moves: list(text()),
    payoffs: MATRIX,
    secondPayoffs: optional(MATRIX, undefined),
  },
  result: ({ games }) =>
    fieldsOf({
      played: listOf(fieldsOf({ game: elementType(games), first: NUMBER, second: NUMBER })),
      unplayed: listOf(elementType(games)),
    }),
  mismatch: ({ games, moves }, schema) => {
    const known = elementType(moves);
    if (known.kind !== "text" || known.options === undefined) return undefined;
    for (const name of ["first", "second"]) {
      const move = fieldType(elementType(games), name, schema);
      const missingMove =
        move.kind === "text"
          ? move.options?.find((option) => known.options?.includes(option) === false)
          : undefined;
      if (missingMove !== undefined)
        return {
          input: "moves",
          message: `lacks \`${missingMove}\`, which \`${name}\` of a game can be`,
        };
    }
    return undefined;
  },
  apply: ({ games, moves, payoffs, secondPayoffs }, _draws, charge) => {
    charge(games.length + moves.length ** 2);
    const places = new Map(moves.map((move, place) => [move, place]));
    if (places.size < moves.length) throw new InputError("names a move twice", "moves");
    checkSquare(payoffs, moves.length, "payoffs");
    if (secondPayoffs) checkSquare(secondPayoffs, moves.length, "secondPayoffs");
    const place = (move: string): number => {
      const found = places.get(move);
      if (found === undefined)
        throw new InputError(
          `has the move “${move}”, which is not among ${moves.join(", ")}`,
          "games",
        );
      return found;
    };
    const played: Computed[] = [];
    const unplayed: Computed[] = [];
    for (const {
      given,
      fields: { first, second },
    } of games) {
      if (first === null || second === null) {
        unplayed.push(given);
        continue;
      }
      const [row, column] = [place(first), place(second)];
      const other = secondPayoffs ? secondPayoffs[row]?.[column] : payoffs[column]?.[row];
      played.push({ game: given, first: payoffs[row]?.[column] ?? 0, second: other ?? 0 });
    }
    return { played, unplayed };
  },
});
