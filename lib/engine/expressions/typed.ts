import { ANY, type Schema, type Type, type Span } from "../base/types";
import type { Computed, Names, Scope } from "./contract";
import type { ExpressionNode } from "./syntax";

/** The variables of lambdas and the counters of draws of one evaluation, by slot. */
export type Locals = Computed[];
export type Evaluator = (scope: Scope, locals: Locals) => Computed;

/** What the planner needs to recognise in a predicate or a list. */
export type Shape =
  | { readonly kind: "table"; readonly table: string }
  /** An attribute of the row in a slot; the row itself is its `id`. */
  | {
      readonly kind: "attribute";
      readonly slot: number;
      readonly attribute: string;
      readonly ref: boolean;
    }
  | { readonly kind: "equals"; readonly left: Typed; readonly right: Typed }
  | { readonly kind: "member"; readonly item: Typed; readonly list: Typed }
  | {
      readonly kind: "linked";
      readonly network: string;
      readonly from: Typed;
      readonly to: Typed;
      readonly directed: boolean;
    }
  | { readonly kind: "and"; readonly parts: readonly Typed[] };

/** A checked and compiled piece of an expression. */
export type Typed = {
  readonly type: Type;
  readonly run: Evaluator;
  /** Steps one run takes, not counting what lambdas and functions take per element. */
  readonly cost: number;
  /** The value when it is the same in every scope. */
  readonly constantNode?: { readonly value: Computed };
  /** Whether it draws random numbers, so that how often it runs matters. */
  readonly draws: boolean;
  /** Slots of lambda variables it depends on. */
  readonly reads: readonly number[];
  /** For rows: the id as stored, or null; does not look the row up. */
  readonly key?: Evaluator;
  /** Gives null where `run` would fail because a row on the way is null. */
  readonly maybe?: Evaluator;
  readonly shape?: Shape;
};

export type Binding = { readonly slot: number; readonly type: Type };
/** The variables of the lambdas around a node. */
export type Bindings = ReadonlyMap<string, Binding>;
export const NO_BINDINGS: Bindings = new Map();

/** Stops an evaluation with an `EvaluationError`. */
export type Fail = (reason: string) => never;

/** One expression on its way from syntax to closures. */
export interface Elaborator {
  readonly source: string;
  readonly schema: Schema;
  readonly names: Names;
  problem(span: Span, message: string, suggestion?: string): void;
  elaborate(node: ExpressionNode, bindings: Bindings): Typed;
  /**
   * Elaborates and checks against the type that is wanted here; `role` begins the message: "The
   * mean of normal".
   */
  elaborateAs(node: ExpressionNode, bindings: Bindings, wanted: Type, role: string): Typed;
  /** Reports a piece whose type is not the one that is wanted. */
  require(node: ExpressionNode, typed: Typed, wanted: Type, role: string): void;
  newSlot(): number;
  /**
   * Name and counter of the draws of one call; stable while calls of the same function before it
   * stay as they are.
   */
  drawSite(functionName: string): { readonly name: string; readonly slot: number };
  text(span: Span): string;
  failure(span: Span): Fail;
  nullFailure(span: Span): Fail;
}

const NO_READS: readonly number[] = [];

/** Values of pieces without a scope: folding must not touch the world, and gives up early. */
const foldingScope = (): Scope => {
  const none = (): never => {
    throw new TypeError("no world while folding");
  };
  const world = {
    rows: none,
    get: none,
    lookup: none,
    neighbours: none,
    linked: none,
    degree: none,
    distance: none,
    modelGroup: none,
  };
  return { vars: {}, world, draws: { uniform: none }, budget: { steps: 10_000 } };
};

/** A piece without parts. */
export const leafNode = (type: Type, run: Evaluator, extra: Partial<Typed> = {}): Typed => ({
  type,
  run,
  cost: 1,
  draws: false,
  reads: NO_READS,
  ...extra,
});

/** What stands for a part with a problem, so that one mistake gives one message. */
export const unknownNode = (): Typed => leafNode(ANY, () => null);

export const constantNode = (type: Type, value: Computed): Typed =>
  leafNode(type, () => value, { constantNode: { value } });

/** A piece made of parts, whose steps, draws and variables are theirs together. */
export function assemble(
  parts: readonly Typed[],
  type: Type,
  run: Evaluator,
  extra: Partial<Typed> = {},
): Typed {
  let cost = 1;
  let draws = false;
  let reads = NO_READS;
  for (const part of parts) {
    cost += part.cost;
    draws ||= part.draws;
    if (part.reads.length > 0)
      reads = reads.length === 0 ? part.reads : [...new Set([...reads, ...part.reads])];
  }
  return { type, run, cost, draws, reads, ...extra };
}

/**
 * `assemble`, and folded to its value when all parts are constant and it neither draws nor fails.
 */
export function combine(
  parts: readonly Typed[],
  type: Type,
  run: Evaluator,
  extra: Partial<Typed> = {},
): Typed {
  const typed = assemble(parts, type, run, extra);
  if (typed.draws || parts.length === 0 || parts.some((part) => part.constantNode === undefined))
    return typed;
  try {
    return constantNode(type, run(foldingScope(), []));
  } catch {
    return typed;
  }
}

/**
 * A piece with a lambda: its inner parts are charged per element by whoever runs them, and its
 * variable concerns no one outside.
 */
export function assembleLambda(
  slot: number,
  outer: readonly Typed[],
  inner: readonly (Typed | undefined)[],
  type: Type,
  run: Evaluator,
): Typed {
  const whole = assemble(outer, type, run);
  const reads = new Set(whole.reads);
  let { draws } = whole;
  for (const part of inner) {
    draws ||= part?.draws === true;
    for (const read of part?.reads ?? []) if (read !== slot) reads.add(read);
  }
  return { ...whole, draws, reads: [...reads] };
}

/**
 * The id of a row-valued piece, or null, without following the reference where that is possible.
 */
export function rowKey(typed: Typed): Evaluator {
  const { key, run } = typed;
  if (key !== undefined) return key;
  return (scope, locals) => rowIdOf(run(scope, locals));
}

/** The id in what stands for a row: the row, its id, or null. */
export function rowIdOf(value: Computed): string | null {
  if (typeof value === "string") return value;
  return typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string"
    ? value.id
    : null;
}
