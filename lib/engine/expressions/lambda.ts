import { ANY, BOOLEAN, type Type } from "../base/types";
import type { Computed, Scope } from "./contract";
import { charge } from "./errors";
import { booleanRun } from "./operators";
import { planScan, type OpenScan, type FilteredScan, type Test } from "./plan";
import type { CallNode, ExpressionNode } from "./syntax";
import { describeType, withoutNull } from "./type-rules";
import type { Elaborator, Bindings, Locals, Typed } from "./typed";
import { isList, nameKind } from "./values";

/** A list and the lambda variable bound to its elements. */
export type BoundList = {
  readonly list: Typed;
  readonly of: Type;
  readonly slot: number;
  readonly bindings: Bindings;
  readonly node: ExpressionNode;
};

export function resolveElementType(
  list: Typed,
  node: ExpressionNode,
  elaborator: Elaborator,
): Type {
  const type = withoutNull(list.type);
  if (type.kind === "list") return type.of;
  if (type.kind !== "any")
    elaborator.problem(
      node,
      `A list is needed here, and \`${elaborator.text(node)}\` is ${describeType(list.type)}.`,
    );
  return ANY;
}

/** Binds variables (several names for the same element are possible) to the elements of a list. */
export function bindElements(
  list: Typed,
  {
    node,
    variables,
    bindings,
    elaborator,
  }: {
    readonly node: ExpressionNode;
    readonly variables: readonly string[];
    readonly bindings: Bindings;
    readonly elaborator: Elaborator;
  },
): BoundList {
  const of = resolveElementType(list, node, elaborator);
  const slot = elaborator.newSlot();
  const inner = new Map(bindings);
  for (const variable of variables) inner.set(variable, { slot, type: of, taint: list.taint });
  return { list, of, slot, bindings: inner, node };
}

/** Returns the variable of a lambda, which must be a plain name. */
export function lambdaVariable(
  node: ExpressionNode | undefined,
  elaborator: Elaborator,
  functionName: string,
): readonly string[] {
  if (node?.kind === "name") return [node.name];
  if (node !== undefined)
    elaborator.problem(node, `Name a variable here, as in \`${functionName}(Voter, v, v.age)\`.`);
  return [];
}

/** Calls `visit` for the elements that satisfy the predicate, in order, until it returns false. */
export type ForEach = (scope: Scope, locals: Locals, visit: (element: Computed) => boolean) => void;

export type Loop = {
  readonly each: ForEach;
  readonly select: OpenScan;
  /** `each` over the result of `select`. */
  readonly visit: (selection: FilteredScan, ...rest: Parameters<ForEach>) => void;
};

/**
 * Compiles a loop over a bound list. Charges the cost of the predicate and `body` for every visited
 * element.
 */
export function createLoop(
  bound: BoundList,
  {
    predicate,
    body,
    elaborator,
  }: {
    readonly predicate: Typed | undefined;
    readonly body: Typed | undefined;
    readonly elaborator: Elaborator;
  },
): Loop {
  const { slot, list } = bound;
  const { source } = elaborator;
  const steps = 1 + (predicate?.cost ?? 0) + (body?.cost ?? 0);
  const fail = elaborator.failure(bound.node);
  const conjunct = (part: Typed): Test => booleanRun(part.run, fail);
  const asList = (value: Computed): readonly Computed[] =>
    isList(value) ? value : fail(`A list is needed here, and this is ${nameKind(value)}.`);
  const select = planScan({ list, slot, predicate, conjunct, asList, source });
  const visit: Loop["visit"] = ({ list: elements, test }, scope, locals, take) => {
    for (const element of elements) {
      charge(scope, steps, source);
      locals[slot] = element;
      if (test !== undefined && !test(scope, locals)) continue;
      if (!take(element)) return;
    }
  };
  return {
    select,
    visit,
    each: (scope, locals, take) => {
      visit(select(scope, locals), scope, locals, take);
    },
  };
}

/**
 * Returns the elements that satisfy the predicate, without a copy when an index or the list itself
 * already gives them.
 */
export function selectElements(
  { visit, select }: Loop,
  source: string,
): (scope: Scope, locals: Locals) => readonly Computed[] {
  return (scope, locals) => {
    const selection = select(scope, locals);
    if (selection.test === undefined) {
      charge(scope, selection.list.length, source);
      return selection.list;
    }
    const result: Computed[] = [];
    visit(selection, scope, locals, (element) => result.push(element) > 0);
    return result;
  };
}

export type PredicateCall = { readonly bound: BoundList; readonly predicate: Typed };

/** Elaborates the arguments of `f(list, x, condition)`. */
export function predicateCall(
  call: CallNode,
  bindings: Bindings,
  elaborator: Elaborator,
): PredicateCall {
  const [listNode, variable, node] = call.args;
  const list = elaborator.elaborate(listNode ?? call, bindings);
  const bound = bindElements(list, {
    node: listNode ?? call,
    variables: lambdaVariable(variable, elaborator, call.name),
    bindings,
    elaborator,
  });
  return {
    bound,
    predicate: elaborator.elaborateAs(node ?? call, bound.bindings, {
      wanted: BOOLEAN,
      role: `The condition of \`${call.name}\``,
    }),
  };
}
