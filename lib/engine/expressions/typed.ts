import { ANY, type Definition, type Schema, type Taint, type Type, type Span } from "../base/types";
import type { Computed, Names, Scope } from "./contract";
import type { CallNode, ExpressionNode } from "./syntax";
import { NO_TAINT, uniteTaints } from "./taint";

/** The lambda variables and draw counters of one evaluation, by slot. */
export type Locals = Computed[];
export type Evaluator = (scope: Scope, locals: Locals) => Computed;

/** The forms of predicates and lists that the query planner recognises. */
export type Shape =
  | { readonly kind: "table"; readonly table: string }
  /** An attribute of the row in a slot; `id` for the row itself. */
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

/** A type-checked and compiled expression or subexpression. */
export type Typed = {
  readonly type: Type;
  readonly run: Evaluator;
  /** Steps of one evaluation, without the steps per element of lambdas and functions. */
  readonly cost: number;
  /** The value of a constant expression. */
  readonly constantNode?: { readonly value: Computed };
  /** Whether it draws random numbers, so that the number of evaluations matters. */
  readonly draws: boolean;
  /** Slots of the lambda variables that it reads. */
  readonly reads: readonly number[];
  /** The private attributes that its value depends on. */
  readonly taint: Taint;
  /** How it is written, for names of the scope and what they lead to: `self`, `arg.whom`. */
  readonly path?: string;
  /** For rows: evaluates to the stored id, or null, without reading the row. */
  readonly key?: Evaluator;
  /** Evaluates to null where `run` would fail because a row on the path is null. */
  readonly maybe?: Evaluator;
  readonly shape?: Shape;
};

/** A lambda variable or parameter; `taint` is that of the list it goes through, or of its value. */
export type SlotBinding = { readonly slot: number; readonly type: Type; readonly taint: Taint };
/** What a name stands for: a slot, or, for parameters that cost nothing to read, an expression. */
export type Binding = SlotBinding | { readonly substitute: Typed };
/** The lambda variables and parameters in scope of a node. */
export type Bindings = ReadonlyMap<string, Binding>;
export const NO_BINDINGS: Bindings = new Map();

/** Aborts an evaluation with an `EvaluationError`. */
export type Fail = (reason: string) => never;

/** The compilation of one expression from syntax to closures. */
export interface Elaborator {
  readonly source: string;
  readonly schema: Schema;
  readonly names: Names;
  problem(span: Span, message: string, suggestion?: string): void;
  /** Reports what documents that are already stored may say, but new ones may not. */
  deprecation(span: Span, message: string): void;
  /** Reports what is valid, but probably not meant. */
  warning(span: Span, message: string): void;
  /** Notes that an expression makes private attributes public on purpose. */
  revelation(span: Span, taint: Taint): void;
  elaborate(node: ExpressionNode, bindings: Bindings): Typed;
  /**
   * Elaborates and checks against the expected type; `role` begins the message: "The mean of
   * normal".
   */
  elaborateAs(
    node: ExpressionNode,
    bindings: Bindings,
    expectation: { readonly wanted: Type; readonly role: string },
  ): Typed;
  /** Reports an expression whose type is not the expected one. */
  require(
    node: ExpressionNode,
    typed: Typed,
    expectation: { readonly wanted: Type; readonly role: string },
  ): void;
  newSlot(): number;
  /**
   * Elaborates the body of a definition where it is called; its draws are named as if it stood
   * there. Something unknown, if it cannot be used here.
   */
  elaborateBody(
    call: Pick<CallNode, "name" | "at">,
    definition: Definition,
    bindings: Bindings,
  ): Typed;
  /**
   * Returns the name and counter of the draws of one call; stable while earlier calls of the same
   * function stay unchanged.
   */
  drawSite(functionName: string): { readonly name: string; readonly slot: number };
  text(span: Span): string;
  failure(span: Span): Fail;
  nullFailure(span: Span): Fail;
}

const NO_READS: readonly number[] = [];

/** A scope for constant folding: reading the world throws, and the budget is small. */
export const foldingScope = (): Scope => {
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
    networkState: none,
    modelGroup: none,
  };
  return { vars: {}, world, draws: { uniform: none }, budget: { steps: 10_000 } };
};

/** Creates an expression without parts. */
export const leafNode = (type: Type, run: Evaluator, extra: Partial<Typed> = {}): Typed => ({
  type,
  run,
  cost: 1,
  draws: false,
  reads: NO_READS,
  taint: NO_TAINT,
  ...extra,
});

/** Creates a placeholder for an invalid part, so that one mistake gives one message. */
export const unknownNode = (): Typed => leafNode(ANY, () => null);

export const constantNode = (type: Type, value: Computed): Typed =>
  leafNode(type, () => value, { constantNode: { value } });

/** Creates an expression from parts, adding up their steps, draws, variables and taint. */
export function assemble(
  parts: readonly Typed[],
  {
    type,
    run,
    extra = {},
  }: { readonly type: Type; readonly run: Evaluator; readonly extra?: Partial<Typed> | undefined },
): Typed {
  let cost = 1;
  let draws = false;
  let reads = NO_READS;
  let taint = NO_TAINT;
  for (const part of parts) {
    cost += part.cost;
    draws ||= part.draws;
    taint = uniteTaints(taint, part.taint);
    if (part.reads.length > 0)
      reads = reads.length === 0 ? part.reads : [...new Set([...reads, ...part.reads])];
  }
  return { type, run, cost, draws, reads, taint, ...extra };
}

/** `assemble`, folded to a constant when all parts are constant and it neither draws nor fails. */
export function combine(
  parts: readonly Typed[],
  {
    type,
    run,
    extra = {},
  }: { readonly type: Type; readonly run: Evaluator; readonly extra?: Partial<Typed> | undefined },
): Typed {
  const typed = assemble(parts, { type, run, extra });
  if (typed.draws || parts.length === 0 || parts.some((part) => part.constantNode === undefined))
    return typed;
  try {
    return constantNode(type, run(foldingScope(), []));
  } catch {
    return typed;
  }
}

/**
 * Creates an expression with a lambda. Its inner parts are charged per element by the loop that
 * evaluates them, and its variable is not visible outside.
 */
export function assembleLambda(
  slot: number,
  {
    outer,
    inner,
    type,
    run,
  }: {
    readonly outer: readonly Typed[];
    readonly inner: readonly (Typed | undefined)[];
    readonly type: Type;
    readonly run: Evaluator;
  },
): Typed {
  const whole = assemble(outer, { type, run });
  const reads = new Set(whole.reads);
  let { draws, taint } = whole;
  for (const part of inner) {
    draws ||= part?.draws === true;
    taint = uniteTaints(taint, part?.taint ?? NO_TAINT);
    for (const read of part?.reads ?? []) if (read !== slot) reads.add(read);
  }
  return { ...whole, draws, taint, reads: [...reads] };
}

/**
 * Returns an evaluator of the id of a row-valued expression, or null, without reading the row if
 * possible.
 */
export function rowKey(typed: Typed): Evaluator {
  const { key, run } = typed;
  if (key !== undefined) return key;
  return (scope, locals) => rowIdOf(run(scope, locals));
}

/** Returns the id of a row, of an id, or null. */
export function rowIdOf(value: Computed): string | null {
  if (typeof value === "string") return value;
  return typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string"
    ? value.id
    : null;
}
