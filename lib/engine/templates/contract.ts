import type { Names, Scope, SourceRevelation } from "../expressions/contract";
import type { Schema, SourceProblem } from "../base/types";

/**
 * The agent a template is rendered for, which decides the readable attributes; undefined is the
 * environment.
 */
export type TemplateViewer = { readonly table: string; readonly id: string } | undefined;

export type CompiledTemplate = {
  readonly source: string;
  render(scope: Scope, viewer: TemplateViewer): string;
};

export type TemplateResult =
  | {
      readonly ok: true;
      readonly compiled: CompiledTemplate;
      /** Allowed in documents that are already stored, but not in new ones. */
      readonly deprecations: readonly SourceProblem[];
      /** Where a definition makes private attributes public on purpose. */
      readonly revelations: readonly SourceRevelation[];
    }
  | { readonly ok: false; readonly problems: readonly SourceProblem[] };

/**
 * Whether a viewer may read an attribute of a row; the environment (undefined) may read everything.
 */
export type MayRead = (
  table: string,
  attribute: string,
  rowId: string,
  viewer: TemplateViewer,
) => boolean;

/**
 * Compiles one Liquid template; unknown names, attributes that the reader may not read and unknown
 * filters are problems.
 */
export type CompileTemplate = (
  source: string,
  schema: Schema,
  names: Names,
  mayRead: MayRead,
) => TemplateResult;
