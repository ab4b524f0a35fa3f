import type { Value } from "@/lib/domain/scenario";
import type { Row } from "../base/row";
import type { Computed, Scope } from "./contract";
import { charge, EvaluationError } from "./errors";
import { rowIdOf, rowKey, type Locals, type Evaluator, type Typed } from "./typed";
import { isList } from "./values";

export type Test = (scope: Scope, locals: Locals) => boolean;

/** The elements to visit and the remaining test; no test when all of them match. */
export type FilteredScan = { readonly list: readonly Computed[]; readonly test: Test | undefined };
export type OpenScan = (scope: Scope, locals: Locals) => FilteredScan;

/**
 * Finds the rows that satisfy one conjunct through indexes; undefined when the key turns out not to
 * be indexable.
 */
type IndexAccess = {
  /** Lower ranks are tried first: they usually match fewer rows. */
  readonly rank: number;
  readonly find: (scope: Scope, locals: Locals) => readonly (readonly Row[])[] | undefined;
};

/** With at most this many rows, trying another index costs more than it saves. */
const SMALL_LIST = 64;

export type ScanRequest = {
  readonly list: Typed;
  readonly slot: number;
  readonly predicate: Typed | undefined;
  /** Compiles a part of the predicate to a test that fails unless it is true or false. */
  readonly conjunct: (part: Typed) => Test;
  readonly asList: (value: Computed) => readonly Computed[];
  readonly source: string;
};

/**
 * Plans how to find the elements of a list that satisfy a predicate. Over a table, conjuncts that
 * fix an attribute of the row (`r.attr == x`, `r.attr in xs`, `linked(network, x, r.attr)`, with x
 * independent of r) are answered by indexes, so that cost grows with the matches; the rest is
 * checked row by row. As in CEL, where an error and false make false, other conjuncts are never
 * evaluated on a row that fails an indexed conjunct. Results and their order equal those of a full
 * scan.
 */
export function planScan({
  list,
  slot,
  predicate,
  conjunct,
  asList,
  source,
}: ScanRequest): OpenScan {
  const { run } = list;
  const parts = predicate === undefined ? [] : conjuncts(predicate);
  const full = joinConjuncts(parts, conjunct);
  const scan: OpenScan = (scope, locals) => ({ list: asList(run(scope, locals)), test: full });
  if (list.shape?.kind !== "table") return scan;
  const { table } = list.shape;
  const plans: (IndexAccess & { readonly rest: Test | undefined })[] = [];
  for (const part of parts) {
    // After a random draw, skipping rows would shift which draw belongs to which row.
    if (part.draws) break;
    const access = findIndexAccess(part, { slot, table, source });
    if (access !== undefined)
      plans.push({
        ...access,
        rest: joinConjuncts(
          parts.filter((other) => other !== part),
          conjunct,
        ),
      });
  }
  if (plans.length === 0) return scan;
  plans.sort((left, right) => left.rank - right.rank);
  return (scope, locals) => {
    let best:
      | {
          readonly pieces: readonly (readonly Row[])[];
          readonly test: Test | undefined;
          readonly size: number;
        }
      | undefined;
    for (const { find, rest } of plans) {
      const pieces = tryFind(find, scope, locals);
      if (pieces === undefined) continue;
      let size = 0;
      for (const piece of pieces) size += piece.length;
      if (best === undefined || size < best.size) best = { pieces, test: rest, size };
      if (size <= SMALL_LIST) break;
    }
    return best === undefined
      ? scan(scope, locals)
      : { list: mergeInOrder(best.pieces, table), test: best.test };
  };
}

/**
 * Runs an index look-up; an error in its key falls back to the full scan, because another conjunct
 * may guard the key row by row.
 */
function tryFind(
  find: IndexAccess["find"],
  scope: Scope,
  locals: Locals,
): ReturnType<IndexAccess["find"]> {
  try {
    return find(scope, locals);
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

const conjuncts = (predicate: Typed): readonly Typed[] =>
  predicate.shape?.kind === "and" ? predicate.shape.parts.flatMap(conjuncts) : [predicate];

function joinConjuncts(parts: readonly Typed[], conjunct: (part: Typed) => Test): Test | undefined {
  const tests = parts.map(conjunct);
  const [first, second] = tests;
  if (first === undefined) return undefined;
  if (second === undefined) return first;
  return (scope, locals) => {
    for (const test of tests) if (!test(scope, locals)) return false;
    return true;
  };
}

type IndexedAttribute = { readonly attribute: string; readonly ref: boolean };

const attributeOfSlot = (typed: Typed, slot: number): IndexedAttribute | undefined =>
  typed.shape?.kind === "attribute" && typed.shape.slot === slot ? typed.shape : undefined;

const isIndependentOfSlot = (typed: Typed, slot: number): boolean =>
  !typed.reads.includes(slot) && !typed.draws;

function findIndexAccess(
  { shape }: Typed,
  {
    slot,
    table,
    source,
  }: { readonly slot: number; readonly table: string; readonly source: string },
): IndexAccess | undefined {
  if (shape?.kind === "equals") {
    for (const [side, other] of [
      [shape.left, shape.right],
      [shape.right, shape.left],
    ] as const) {
      const fixed = attributeOfSlot(side, slot);
      if (fixed !== undefined && isIndependentOfSlot(other, slot))
        return accessByEquality(
          table,
          fixed,
          fixed.ref || side.type.kind === "row" ? rowKey(other) : other.run,
        );
    }
  }
  if (shape?.kind === "member" && shape.list.shape?.kind !== "table") {
    const fixed = attributeOfSlot(shape.item, slot);
    if (fixed !== undefined && isIndependentOfSlot(shape.list, slot))
      return accessByList(table, {
        fixed,
        rows: shape.item.type.kind === "row" || fixed.ref,
        list: shape.list.run,
        source,
      });
  }
  if (shape?.kind === "linked") {
    const sides = shape.directed
      ? ([[shape.to, shape.from]] as const)
      : ([
          [shape.to, shape.from],
          [shape.from, shape.to],
        ] as const);
    for (const [side, other] of sides) {
      const fixed = attributeOfSlot(side, slot);
      if (fixed !== undefined && isIndependentOfSlot(other, slot))
        return accessByTie(table, { fixed, network: shape.network, from: rowKey(other), source });
    }
  }
  return undefined;
}

function accessByEquality(table: string, fixed: IndexedAttribute, key: Evaluator): IndexAccess {
  return {
    rank: fixed.attribute === "id" ? 0 : fixed.ref ? 1 : 3,
    find: (scope, locals) => {
      const value = key(scope, locals);
      return isScalar(value) ? [rowsWith(table, fixed.attribute, value, scope)] : undefined;
    },
  };
}

function accessByList(
  table: string,
  {
    fixed,
    rows,
    list,
    source,
  }: {
    readonly fixed: IndexedAttribute;
    readonly rows: boolean;
    readonly list: Evaluator;
    readonly source: string;
  },
): IndexAccess {
  return {
    rank: 2,
    find: (scope, locals) => {
      const wanted = list(scope, locals);
      if (!isList(wanted)) return undefined;
      const keys = new Set<Value>();
      for (const item of wanted) {
        const key = rows ? rowIdOf(item) : item;
        if (!isScalar(key)) return undefined;
        keys.add(key);
      }
      return lookUpAll(table, fixed.attribute, keys, scope, source);
    },
  };
}

function accessByTie(
  table: string,
  {
    fixed,
    network,
    from,
    source,
  }: {
    readonly fixed: IndexedAttribute;
    readonly network: string;
    readonly from: Evaluator;
    readonly source: string;
  },
): IndexAccess {
  return {
    rank: 2,
    find: (scope, locals) => {
      const id = from(scope, locals);
      if (typeof id !== "string") return undefined;
      return lookUpAll(
        table,
        fixed.attribute,
        new Set(scope.world.neighbours(network, id).map((row) => row.id)),
        scope,
        source,
      );
    },
  };
}

function lookUpAll(
  table: string,
  attribute: string,
  keys: ReadonlySet<Value>,
  scope: Scope,
  source: string,
): readonly (readonly Row[])[] {
  // Each look-up is charged, or a long list of keys would be free.
  charge(scope, keys.size, source);
  const pieces: (readonly Row[])[] = [];
  for (const key of keys) {
    const rows = rowsWith(table, attribute, key, scope);
    if (rows.length > 0) pieces.push(rows);
  }
  return pieces;
}

const NO_ROWS: readonly Row[] = [];

function rowsWith(
  table: string,
  attribute: string,
  value: Value,
  { world }: Scope,
): readonly Row[] {
  if (Number.isNaN(value)) return NO_ROWS;
  if (attribute !== "id") return world.lookup(table, attribute, value);
  const row = typeof value === "string" ? world.get(table, value) : undefined;
  return row === undefined ? NO_ROWS : [row];
}

const isScalar = (value: Computed): value is string | number | boolean | null =>
  value === null || typeof value !== "object";

/** Merges disjoint lists in order of ordinal, the order of a scan. */
function mergeInOrder(pieces: readonly (readonly Row[])[], table: string): readonly Row[] {
  const [first] = pieces;
  if (first === undefined) return NO_ROWS;
  if (pieces.length === 1) return first;
  const ordinal = (row: Row): number => Number(row.id.slice(table.length + 1));
  return pieces.flat().sort((left, right) => ordinal(left) - ordinal(right));
}
