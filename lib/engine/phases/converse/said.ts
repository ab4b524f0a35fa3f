import { TEXT_INPUT } from "@/lib/domain/answers";
import type { AnswerInput, Value } from "@/lib/domain/scenario";
import type { ActMoment } from "../../effects";
import type { Computed } from "../../expressions/contract";
import type { Row } from "../../base/row";
import type { EvaluationContext } from "../../kit/evaluation-context";
import type { Rows } from "../../population/rows";
import { TURN_FIELDS } from "../../kit/turn-tables";
import { NUMBER, TURN } from "./scene";

/** Puts a turn into the table of turns, unless nothing was said. */
export type Say = (
  context: EvaluationContext,
  turn: number,
  speaker: Row,
  answers: Readonly<Record<string, Computed>>,
) => void;

export function compileSaying(
  name: string,
  inputs: Readonly<Record<string, AnswerInput>>,
  pointer: string,
  rows: Rows,
): Say {
  const names = Object.keys(inputs);
  const insert = rows.inserter(name, [...TURN_FIELDS, ...names], pointer);
  return (context, turn, speaker, answers) => {
    const text = answers[TEXT_INPUT] ?? null;
    if (text === null || text === "") return;
    const { [NUMBER]: number = null, round = null } = context.vars;
    insert(context, [
      number,
      round,
      turn,
      speaker,
      ...names.map((input) => idsOf(answers[input] ?? null)),
    ]);
  };
}

/** Rows are kept by id, and those of a list that are nothing are left out. */
function idsOf(value: Computed): Computed {
  if (Array.isArray(value))
    return (value as readonly Computed[]).filter((item) => item !== null).map(idsOf);
  return typeof value === "object" && value !== null && "id" in value ? (value.id ?? null) : value;
}

/** The turns of the conversation of a moment so far. */
export const turnsSoFar = (name: string, { world, vars }: EvaluationContext): readonly Row[] =>
  world.lookup(name, "conversation", vars[NUMBER] as Value);

export const turnOf = ({ vars }: EvaluationContext): number => Number(vars[TURN]);

export const answersOf = ({ vars }: ActMoment): Readonly<Record<string, Computed>> =>
  vars["arg"] as Readonly<Record<string, Computed>>;
