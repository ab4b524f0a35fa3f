import type { AnswerType } from "../scenario";

/**
 * A column of a CSV file of answers. A list is one column, joined by the CSV writer; records are
 * one column of JSON text.
 */
export type AnswerColumn = { readonly name: string; readonly type: AnswerType };

type Typed = Readonly<Record<string, { readonly type: AnswerType }>>;

/** Returns the columns of declared or resolved inputs, in order. */
export function answerColumns(inputs: Typed): AnswerColumn[] {
  return Object.entries(inputs).map(([name, { type }]) => ({ name, type }));
}

/**
 * Returns the columns for the inputs of several actions: inputs with the same name share a column,
 * in order of first appearance. Its type is the common one, number for integer and number, and text
 * otherwise.
 */
export function mergeAnswerColumns(several: Iterable<Typed>): AnswerColumn[] {
  const types = new Map<string, AnswerType>();
  for (const inputs of several) {
    for (const { name, type } of answerColumns(inputs))
      types.set(name, commonType(types.get(name) ?? type, type));
  }
  return [...types].map(([name, type]) => ({ name, type }));
}

const isNumeric = (type: AnswerType): boolean => type === "integer" || type === "number";

function commonType(a: AnswerType, b: AnswerType): AnswerType {
  if (a === b) return a;
  return isNumeric(a) && isNumeric(b) ? "number" : "text";
}
