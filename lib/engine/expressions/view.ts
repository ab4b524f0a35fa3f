import type { Expression, View } from "@/lib/domain/scenario";
import type { Row } from "../base/row";
import {
  ANY,
  BOOLEAN,
  listOf,
  NUMBER,
  rowOf,
  type Schema,
  type SourceProblem,
  type Type,
} from "../base/types";
import { compileSource, createLocals, type CompiledSource, type SourceRequest } from "./compile";
import type { Names, Scope, SourceNotes } from "./contract";
import { Elaboration, type Slots } from "./elaborate";
import { charge, EvaluationError } from "./errors";
import { bindElements, type BoundList, type Loop, createLoop, selectElements } from "./lambda";
import { rankRows } from "./rank-rows";
import { describeType, withoutNull } from "./type-rules";
import { type Locals, NO_BINDINGS, type Evaluator, type Typed } from "./typed";
import { isRow, nameKind } from "./values";

export type ViewField = "from" | "where" | "rank" | "limit";
export type ViewProblem = SourceProblem & { readonly field: ViewField };

type ViewNotes = { readonly field: ViewField; readonly notes: SourceNotes };

export type ViewEvaluator = {
  /** A list of rows of `table`. */
  readonly type: Type;
  readonly table: string;
  readonly notes: readonly ViewNotes[];
  /** Returns the rows of the view. Throws like `Compiled.evaluate`. */
  evaluate(scope: Scope): readonly Row[];
};

export type ViewResult =
  | { readonly ok: true; readonly compiled: ViewEvaluator }
  | { readonly ok: false; readonly problems: readonly ViewProblem[] };

/** Names of the current row in `where` and `rank`. */
const VARIABLES = ["row", "it"];

/**
 * Compiles a view: the rows of `from` that satisfy `where`, highest `rank` first (equals in order
 * of ordinal), at most `limit` of them. Equalities in `where` are answered by indexes, so that cost
 * grows with the matches.
 */
export function compileView(view: View, schema: Schema, names: Names): ViewResult {
  const slots: Slots = { used: 0 };
  const problems: ViewProblem[] = [];
  const shared = { schema, names, slots };
  const keep = (field: ViewField, piece: CompiledSource): Typed | undefined => {
    if (piece.ok) {
      notes.push({ field, notes: piece.notes });
      return piece.typed;
    }
    problems.push(...piece.problems.map((problem) => ({ ...problem, field })));
    return undefined;
  };
  const notes: ViewNotes[] = [];
  const part = (
    field: ViewField,
    source: Expression | undefined,
    expected: Type,
    bindings = NO_BINDINGS,
  ): Typed | undefined =>
    source === undefined
      ? undefined
      : keep(
          field,
          compileSource({
            ...shared,
            source,
            bindings,
            expected,
            prefix: `${field}.`,
            role: `\`${field}\``,
          }),
        );

  const source = String(view.from);
  const from = part("from", view.from, ANY);
  const table = from === undefined ? undefined : tableOf(from.type);
  const span = { from: 0, length: source.length };
  if (from !== undefined && table === undefined)
    problems.push({
      field: "from",
      message:
        `A view is of a table or a list of rows, and \`${source}\` is ` +
        `${describeType(from.type)}.`,
      ...span,
    });
  const limit = part("limit", view.limit, NUMBER);
  if (from === undefined || table === undefined) return { ok: false, problems };

  const whole = { kind: "name", name: source, ...span } as const;
  const outer = new Elaboration(source, schema, names, slots);
  const bound = bindElements(
    { ...from, type: listOf(rowOf(table)) },
    { node: whole, variables: VARIABLES, bindings: NO_BINDINGS, elaborator: outer },
  );
  const where = part("where", view.where, BOOLEAN, bound.bindings);
  const rank =
    view.rank === undefined ? undefined : keep("rank", compileRankKey(view.rank, shared, bound));
  if (problems.length > 0) return { ok: false, problems };

  const elaborator = new Elaboration(
    view.where === undefined ? source : String(view.where),
    schema,
    names,
    slots,
  );
  const loop = createLoop(bound, { predicate: where, body: undefined, elaborator });
  const rows = selectElements(loop, elaborator.source);
  const ranked = rank === undefined ? undefined : compileRank(rank, String(view.rank), bound.slot);
  const most = limit === undefined ? undefined : compileLimit(limit, String(view.limit));
  const cost = from.cost + (limit?.cost ?? 0);
  const evaluate = (scope: Scope): readonly Row[] => {
    charge(scope, cost, source);
    const locals = createLocals(slots.used);
    const count = most?.(scope, locals) ?? Infinity;
    if (count === 0) return [];
    if (ranked === undefined && count < Infinity) return takeFirst(loop, count, scope, locals);
    const found = rows(scope, locals).filter(isRow);
    const ordered = ranked?.(found, scope, locals) ?? found;
    return ordered.length > count ? ordered.slice(0, count) : ordered;
  };
  // A view is how an author shows rows, so what chooses and ranks them is no secret of its own.
  const type = listOf(rowOf(table));
  return { ok: true, compiled: { type, table, notes, evaluate } };
}

/** Compiles what rows are ranked by: a number or an ordered category. */
const compileRankKey = (
  source: Expression,
  shared: Pick<SourceRequest, "schema" | "names" | "slots">,
  { bindings }: BoundList,
): CompiledSource =>
  compileSource({
    ...shared,
    source,
    bindings,
    expected: NUMBER,
    isSortKey: true,
    prefix: "rank.",
    role: "`rank`",
  });

/** Stops at the limit, because without a rank no further row can be in the result. */
function takeFirst({ each }: Loop, count: number, scope: Scope, locals: Locals): readonly Row[] {
  const found: Row[] = [];
  each(scope, locals, (element) => {
    if (isRow(element)) found.push(element);
    return found.length < count;
  });
  return found;
}

/** Returns the table of a list of rows. */
function tableOf(type: Type): string | undefined {
  const list = withoutNull(type);
  const of = list.kind === "list" ? withoutNull(list.of) : list;
  return list.kind === "list" && of.kind === "row" ? of.table : undefined;
}

function compileRank({ run, cost }: Typed, source: string, slot: number) {
  return (rows: readonly Row[], scope: Scope, locals: Locals): readonly Row[] => {
    charge(scope, rows.length * (1 + cost + Math.ceil(Math.log2(rows.length + 1))), source);
    const keys = rows.map((row) => {
      locals[slot] = row;
      return requireFinite(run, source, "rank", scope, locals);
    });
    return rankRows(rows, keys);
  };
}

function compileLimit({ run }: Typed, source: string): (scope: Scope, locals: Locals) => number {
  return (scope, locals) =>
    Math.max(0, Math.floor(requireFinite(run, source, "limit", scope, locals)));
}

function requireFinite(
  run: Evaluator,
  source: string,
  field: ViewField,
  scope: Scope,
  locals: Locals,
): number {
  const value = run(scope, locals);
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw new EvaluationError(
    `The ${field} of a view must be a number, and this is ` +
      `${typeof value === "number" ? "not one (NaN)" : nameKind(value)}.`,
    source,
    0,
    source.length,
  );
}
