import type { Computed } from "../expressions/contract";

/** A filter whose result depends only on its input and arguments. */
export type SimpleFilter = {
  readonly takes: "number" | "text" | "list" | "listOrText";
  /** The types of the arguments; those from `required` on may be omitted. */
  readonly args: readonly ("number" | "text" | "any")[];
  readonly required?: number;
  readonly gives: "number" | "text" | "same" | "element" | "texts";
  /** `value` has the type `takes`; null only arrives as an empty text or list. */
  apply(value: Computed, args: readonly Computed[]): Computed;
};
