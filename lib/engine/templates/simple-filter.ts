import type { Computed } from "../expressions/contract";

/** A filter whose result depends on nothing but its input and arguments. */
export type SimpleFilter = {
  readonly takes: "number" | "text" | "list" | "listOrText";
  /** Types of its arguments; those from `required` on may be left out. */
  readonly args: readonly ("number" | "text" | "any")[];
  readonly required?: number;
  readonly gives: "number" | "text" | "same" | "element" | "texts";
  /** `value` has the type that it takes; null never gets here, except as an empty text or list. */
  apply(value: Computed, args: readonly Computed[]): Computed;
};
