/** A private attribute that a value depends on. */
export type PrivateSource = {
  readonly table: string;
  readonly attribute: string;
  /** `self`: known only to the agent that has it; `nobody`: known to no agent. */
  readonly visible: "self" | "nobody";
  /**
   * The row that has it, as it is written in the expression (`self`, `arg.whom`); undefined for
   * elements of lists and other rows without a name of their own.
   */
  readonly owner?: string;
};

/** All private attributes that a value depends on, each once. */
export type Taint = readonly PrivateSource[];

/**
 * The static types of expressions. At run time numbers are doubles, texts strings, rows `Row`
 * objects, lists arrays, and null stands for a missing value.
 */
export type Type = PlainType & {
  /** The private attributes that values of this name or result depend on. */
  readonly taint?: Taint;
};

type PlainType =
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  /**
   * A text; with `options`, one of these. `scale` is that of a category: whether its options are in
   * an order that comparisons follow.
   */
  | {
      readonly kind: "text";
      readonly options?: readonly string[];
      readonly scale?: "ordered" | "unordered";
    }
  | { readonly kind: "null" }
  /** A row of a table; `nullable` for refs and optional answers. */
  | { readonly kind: "row"; readonly table: string; readonly nullable?: boolean }
  | { readonly kind: "list"; readonly of: Type }
  /** Named fields: `param`, `arg`, `view`, the result of an operator. */
  | { readonly kind: "fields"; readonly fields: Readonly<Record<string, Type>> }
  /** A value that may be null (optional answers). */
  | { readonly kind: "nullable"; readonly of: Type }
  | { readonly kind: "any" };

export const NUMBER: Type = { kind: "number" };
export const BOOLEAN: Type = { kind: "boolean" };
export const TEXT: Type = { kind: "text" };
export const NULL: Type = { kind: "null" };
export const ANY: Type = { kind: "any" };
export const rowOf = (table: string, nullable = false): Type =>
  nullable ? { kind: "row", table, nullable } : { kind: "row", table };
export const listOf = (of: Type): Type => ({ kind: "list", of });
export const fieldsOf = (fields: Readonly<Record<string, Type>>): Type => ({
  kind: "fields",
  fields,
});
export const nullableOf = (of: Type): Type =>
  of.kind === "row" ? { ...of, nullable: true } : { kind: "nullable", of };

/** The kinds of tables, in the order in which messages list them. */
export const TABLE_KINDS = ["agents", "table", "network", "world"] as const;
export type TableKind = (typeof TABLE_KINDS)[number];

/**
 * The attributes of one table, `id` included; a ref attribute has the type of the row it points to.
 */
export type TableShape = {
  readonly kind: TableKind;
  readonly fields: Readonly<Record<string, Type>>;
  /** How many rows a run begins with at least, where the scenario gives the number itself. */
  readonly count?: number;
  /** The attributes that are not public. */
  readonly hidden?: Readonly<Record<string, PrivateSource["visible"]>>;
  /** For networks: the tables of sources and targets. */
  readonly between?: readonly [string, string];
  /** For networks: whether ties are directed from source to target. */
  readonly directed?: boolean;
};

/** A named expression: a function of typed parameters. */
export type Definition = {
  readonly params: readonly { readonly name: string; readonly type: Type }[];
  readonly returns: Type | undefined;
  readonly source: string;
};

/** The tables and definitions that expressions and templates can refer to. */
export type Schema = {
  readonly tables: Readonly<Record<string, TableShape>>;
  readonly definitions?: Readonly<Record<string, Definition>>;
};

/** A part of a source text: the offset of its first character, and its length. */
export type Span = { readonly from: number; readonly length: number };

/** A problem in a source text, located by its span. */
export type SourceProblem = Span & {
  readonly message: string;
  readonly suggestion?: string;
  /** Counts only when there are no others, because it may follow from another mistake. */
  readonly isUncertain?: true;
};
