import type { Names, Scope } from "../expressions/contract";
import type { Schema, SourceProblem } from "../base/types";

/** Whose eyes a template is rendered for: decides which attributes of other agents exist at all. */
export type TemplateViewer = { readonly table: string; readonly id: string } | undefined;

export type CompiledTemplate = {
  readonly source: string;
  render(scope: Scope, viewer: TemplateViewer): string;
};

export type TemplateResult =
  | { readonly ok: true; readonly compiled: CompiledTemplate }
  | { readonly ok: false; readonly problems: readonly SourceProblem[] };

/**
 * Whether a viewer may read an attribute of a row; `viewer` undefined is the environment, which
 * sees everything.
 */
export type MayRead = (
  table: string,
  attribute: string,
  rowId: string,
  viewer: TemplateViewer,
) => boolean;

/**
 * Compiles one Liquid template; unknown names, attributes that the reader may not see and unknown
 * filters are problems.
 */
export type CompileTemplate = (
  source: string,
  schema: Schema,
  names: Names,
  mayRead: MayRead,
) => TemplateResult;
