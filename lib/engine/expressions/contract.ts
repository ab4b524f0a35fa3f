import type { Draws, Row, WorldReader } from "../base/row";
import type { Schema, SourceProblem, Span, Taint, Type } from "../base/types";
import type { Value } from "@/lib/domain/scenario";

/**
 * The names an expression may use, in addition to the tables of the schema and the function
 * library.
 */
export type Names = Readonly<Record<string, Type>>;

/** The value of an expression: a stored value, a row, a list, or named fields. */
export type Computed = Value | Row | readonly Computed[] | { readonly [field: string]: Computed };

/** The input of one evaluation. `vars` maps the names of compilation to values. */
export type Scope = {
  readonly vars: { readonly [name: string]: Computed };
  readonly world: WorldReader;
  readonly draws: Draws;
  /**
   * The remaining steps, shared by the expressions of one context. Evaluation throws a
   * `BoundsError` below zero.
   */
  readonly budget: { steps: number };
  /** Collects what a template prints without a value, as written; undefined if nobody asks. */
  readonly nullValues?: Set<string> | undefined;
};

/** Where private attributes are made public on purpose: in the source, or in a definition. */
export type SourceRevelation = Span & { readonly taint: Taint; readonly definition?: string };

/** What compiling an expression found besides problems. */
export type SourceNotes = {
  /** Allowed in documents that are already stored, but not in new ones. */
  readonly deprecations: readonly SourceProblem[];
  readonly warnings: readonly SourceProblem[];
  readonly revelations: readonly SourceRevelation[];
};

export type Compiled = {
  readonly source: string;
  /** With the private attributes that the result depends on, as its taint. */
  readonly type: Type;
  readonly notes: SourceNotes;
  /** How it is written, if it is a name or what one leads to. */
  readonly path?: string;
  /** The value of a constant expression. */
  readonly constant?: { readonly value: Computed };
  evaluate(scope: Scope): Computed;
};

export type CompileResult =
  | { readonly ok: true; readonly compiled: Compiled }
  | { readonly ok: false; readonly problems: readonly SourceProblem[] };

/** Compiles one expression against declarations; `expected` also checks the type of the result. */
export type CompileExpression = (
  source: string | number | boolean,
  schema: Schema,
  names: Names,
  expected?: Type,
) => CompileResult;
