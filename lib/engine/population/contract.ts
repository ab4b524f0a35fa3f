import type { Attribute } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import type { Compiler } from "../kit/compiler";
import type { EvaluationContext } from "../kit/evaluation-context";
import type { DeclaredTable } from "../base/schema";
import type { DatasetRow } from "./dataset";

/** The attribute whose init is being compiled. */
export type InitContext = {
  readonly name: string;
  readonly attribute: Attribute;
  readonly table: DeclaredTable;
  readonly compiler: Compiler;
};

/**
 * Computes the value of an attribute for the row in `self`. `uniform` is the attribute's own draw
 * on [0, 1): every distribution is a function of this one number, so arms that differ in a
 * distribution draw the same ranks. `from` is the dataset row that the row is made from, if any.
 */
export type InitValue = (
  context: EvaluationContext,
  uniform: () => number,
  from: DatasetRow | undefined,
) => Computed;
