import type { AnswerType } from "@/lib/domain/scenario";

/** A column made from a field of a stored JSON object. */
export type FieldColumn = {
  readonly header: string;
  readonly field: string;
  readonly type: AnswerType;
};

/** Rows of these tables of the world, with the headers of the columns for table and id, if any. */
export type WorldRows = {
  readonly tables: readonly string[];
  readonly typeHeader: string | null;
  readonly idHeader: string | null;
  readonly columns: readonly FieldColumn[];
};
