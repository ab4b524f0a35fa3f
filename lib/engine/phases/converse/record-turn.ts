import { TEXT_INPUT } from "@/lib/domain/answers";
import type { AnswerInput, Value } from "@/lib/domain/scenario";
import type { EffectContext } from "../../effects";
import type { Computed } from "../../expressions/contract";
import type { Row } from "../../base/row";
import type { EvaluationContext } from "../../kit/evaluation-context";
import type { RowOperations } from "../../population/row-operations";
import { TURN_FIELDS } from "../../kit/turn-tables";
import { CONVERSATION_NUMBER, TURN_NUMBER } from "./conversation-parts";

/** Inserts a turn into the table of turns, unless nothing was said. */
export type RecordTurn = (
  context: EvaluationContext,
  turn: {
    readonly number: number;
    readonly speaker: Row;
    readonly answers: Readonly<Record<string, Computed>>;
  },
) => void;

export function compileRecordTurn({
  name,
  inputs,
  pointer,
  rows,
}: {
  readonly name: string;
  readonly inputs: Readonly<Record<string, AnswerInput>>;
  readonly pointer: string;
  readonly rows: RowOperations;
}): RecordTurn {
  const names = Object.keys(inputs);
  const insert = rows.compileInsert(name, [...TURN_FIELDS, ...names], pointer);
  return (context, { number: turn, speaker, answers }) => {
    const text = answers[TEXT_INPUT] ?? null;
    if (text === null || text === "") return;
    const { [CONVERSATION_NUMBER]: number = null, round = null } = context.vars;
    insert(context, [
      number,
      round,
      turn,
      speaker,
      ...names.map((input) => toIds(answers[input] ?? null)),
    ]);
  };
}

/** Replaces rows by their IDs and omits nulls in lists. */
function toIds(value: Computed): Computed {
  if (Array.isArray(value))
    return (value as readonly Computed[]).filter((item) => item !== null).map(toIds);
  return typeof value === "object" && value !== null && "id" in value ? (value.id ?? null) : value;
}

/** Turns so far of the context's conversation. */
export const turnsSoFar = (name: string, { world, vars }: EvaluationContext): readonly Row[] =>
  world.lookup(name, "conversation", vars[CONVERSATION_NUMBER] as Value);

export const currentTurn = ({ vars }: EvaluationContext): number => Number(vars[TURN_NUMBER]);

export const currentAnswers = ({ vars }: EffectContext): Readonly<Record<string, Computed>> =>
  vars["arg"] as Readonly<Record<string, Computed>>;
