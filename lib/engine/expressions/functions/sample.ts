import { nullableOf, type Type } from "../../base/types";
import type { Computed, Scope } from "../contract";
import { charge } from "../errors";
import { bindElements, createLoop, lambdaVariable, resolveElementType } from "../lambda";
import { orderedOptions, positionOf } from "../order";
import type { CallNode, ExpressionNode } from "../syntax";
import { describeType, isAssignable } from "../type-rules";
import {
  assembleLambda,
  type Bindings,
  combine,
  type Elaborator,
  type Locals,
  type Typed,
} from "../typed";
import { isList, nameKind } from "../values";

/** The values of a statistic: the elements of a list, or an expression for each of them. */
export type Sample = {
  /** The options of the values, if they are of an ordered category and that is accepted. */
  readonly scale: readonly string[] | undefined;
  readonly collect: (scope: Scope, locals: Locals) => readonly Computed[];
  /** Builds the typed expression of the statistic from its evaluator. */
  readonly finish: (type: Type, run: Typed["run"], others?: readonly Typed[]) => Typed;
};

export function elaborateSample(
  call: CallNode,
  {
    args,
    of,
    bindings,
    elaborator,
    first,
    takesScales = false,
  }: {
    readonly args: readonly ExpressionNode[];
    readonly of: Type;
    readonly bindings: Bindings;
    readonly elaborator: Elaborator;
    readonly first?: Typed | undefined;
    /** Whether values of an ordered category are accepted, too. */
    readonly takesScales?: boolean | undefined;
  },
): Sample | undefined {
  const scaleOf = (type: Type) => (takesScales ? orderedOptions(type) : undefined);
  const [listNode, variable, bodyNode] = args;
  if (listNode === undefined) return undefined;
  const list = first ?? elaborator.elaborate(listNode, bindings);
  if (bodyNode === undefined) {
    const found = resolveElementType(list, listNode, elaborator);
    const scale = scaleOf(found);
    if (scale === undefined && !isAssignable(found, of))
      elaborator.problem(
        listNode,
        `\`${call.name}\` takes ${describeType({ kind: "list", of })}, and ` +
          `\`${elaborator.text(listNode)}\` is ${describeType(list.type)}.`,
      );
    const fail = elaborator.failure(listNode);
    const { source } = elaborator;
    const collect = (scope: Scope, locals: Locals): readonly Computed[] => {
      const value = list.run(scope, locals);
      if (!isList(value)) return fail(`A list is needed here, and this is ${nameKind(value)}.`);
      charge(scope, value.length, source);
      return value;
    };
    return {
      scale,
      collect,
      finish: (type, run, others = []) => combine([list, ...others], { type, run }),
    };
  }
  const bound = bindElements(list, {
    node: listNode,
    variables: lambdaVariable(variable, elaborator, call.name),
    bindings,
    elaborator,
  });
  const body = elaborator.elaborate(bodyNode, bound.bindings);
  const scale = scaleOf(body.type);
  if (scale === undefined)
    elaborator.require(bodyNode, body, {
      wanted: of,
      role: `The expression of \`${call.name}\``,
    });
  const { each } = createLoop(bound, { predicate: undefined, body, elaborator });
  const collect = (scope: Scope, locals: Locals): readonly Computed[] => {
    const values: Computed[] = [];
    each(scope, locals, () => values.push(body.run(scope, locals)) > 0);
    return values;
  };
  return {
    scale,
    collect,
    finish: (type, run, others = []) =>
      assembleLambda(bound.slot, { outer: [list, ...others], inner: [body], type, run }),
  };
}

/**
 * Returns the values as numbers. A null is an error: skipping it silently would change the meaning
 * of the statistic.
 */
export function requireNumbers(
  values: readonly Computed[],
  name: string,
  fail: (reason: string) => never,
): readonly number[] {
  const numbers: number[] = [];
  for (const value of values) {
    if (typeof value !== "number")
      return fail(
        `\`${name}\` met ${nameKind(value)} among its numbers; leave such elements out with ` +
          "filter.",
      );
    numbers.push(value);
  }
  return numbers;
}

/** Returns the options as positions on their scale. */
export function requireOptions(
  values: readonly Computed[],
  {
    scale,
    name,
    fail,
  }: {
    readonly scale: readonly string[];
    readonly name: string;
    readonly fail: (reason: string) => never;
  },
): readonly number[] {
  return values.map(
    (value) =>
      positionOf(scale, value) ??
      fail(
        `\`${name}\` met ${nameKind(value)} that is none of ${scale.join(", ")}; leave such ` +
          "elements out with filter.",
      ),
  );
}

/** The type of one of the options of an ordered category, or null. */
export const optionType = (options: readonly string[]): Type =>
  nullableOf({ kind: "text", options, scale: "ordered" });
