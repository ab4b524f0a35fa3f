import type { Computed } from "../expressions/contract";
import { drawsFor } from "../random";
import { InputError, type Operator } from "./contract";

export type Given = { readonly [name: string]: Computed };

/** The result of an operator, as a test declares its shape. */
export const operate = <Result>({ run }: Operator, given: Given, seed = 1): Result => run(given, drawsFor(seed, 1, "test", ""), () => undefined) as Result;

/** What an operator says of values that it cannot use. */
export function refusal(operator: Operator, given: Given): string {
  try {
    operate(operator, given);
  } catch (error) {
    if (error instanceof InputError) return `${error.input}: ${error.reason}`;
    throw error;
  }
  return "taken";
}

/** Ids of rows as operators take them. */
export const people = (...ids: readonly string[]): { readonly id: string }[] => ids.map((id) => ({ id }));
