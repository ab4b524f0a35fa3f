import { NUMBER, nullableOf } from "../../base/types";
import type { Computed } from "../contract";
import { charge } from "../errors";
import * as formulas from "../formulas";
import { bindElements, createLoop, lambdaVariable, resolveElementType } from "../lambda";
import { elaborateSortKey, orderedOptions } from "../order";
import type { CallNode } from "../syntax";
import { describeType, isAssignable } from "../type-rules";
import {
  assemble,
  assembleLambda,
  type Bindings,
  combine,
  type Elaborator,
  type Typed,
  unknownNode,
} from "../typed";
import { isList, nameKind } from "../values";
import { defineFunction, type FunctionDoc, type FunctionEntry, reportForms } from "./entry";
import { requireNumbers, requireOptions } from "./sample";

const MAYBE_NUMBER = nullableOf(NUMBER);

type Correlation = {
  readonly formula: (xs: readonly number[], ys: readonly number[]) => number | null;
  /** Whether ordered categories are accepted, too. */
  readonly takesScales: boolean;
};

type Elaborated = {
  readonly correlation: Correlation;
  readonly bindings: Bindings;
  readonly elaborator: Elaborator;
};

const defineCorrelation = (
  doc: Omit<FunctionDoc, "group" | "signature">,
  correlation: Correlation,
): FunctionEntry =>
  defineFunction(
    {
      ...doc,
      group: "statistics",
      signature: `${doc.name}(list, list)\n${doc.name}(list, x, a, b)`,
    },
    {
      least: 2,
      most: 4,
      build: (call, bindings, elaborator, whole) => {
        if (call.args.length === 2)
          return elaborateLists(call, { correlation, bindings, elaborator });
        if (call.args.length === 4)
          return elaborateElements(call, { correlation, bindings, elaborator });
        reportForms(call, whole, elaborator);
        return unknownNode();
      },
    },
  );

/** Elaborates the correlation of two lists of one length. */
function elaborateLists(
  call: CallNode,
  { correlation: { formula, takesScales }, bindings, elaborator }: Elaborated,
): Typed {
  const sides = call.args.map((node) => {
    const list = elaborator.elaborate(node, bindings);
    const of = resolveElementType(list, node, elaborator);
    const scale = takesScales ? orderedOptions(of) : undefined;
    if (scale === undefined && !isAssignable(of, NUMBER))
      elaborator.problem(
        node,
        `\`${call.name}\` takes lists of numbers, and \`${elaborator.text(node)}\` is ` +
          `${describeType(list.type)}.`,
      );
    const fail = elaborator.failure(node);
    const read: (...run: Parameters<Typed["run"]>) => readonly number[] = (scope, locals) => {
      const value = list.run(scope, locals);
      if (!isList(value)) return fail(`A list is needed here, and this is ${nameKind(value)}.`);
      charge(scope, value.length, elaborator.source);
      return scale === undefined
        ? requireNumbers(value, call.name, fail)
        : requireOptions(value, { scale, name: call.name, fail });
    };
    return { list, read };
  });
  const fail = elaborator.failure(call);
  return combine(
    sides.map(({ list }) => list),
    {
      type: MAYBE_NUMBER,
      run: (scope, locals) => {
        const [xs = [], ys = []] = sides.map(({ read }) => read(scope, locals));
        if (xs.length !== ys.length)
          return fail(
            `\`${call.name}\` needs lists of one length, and these have ${xs.length} and ` +
              `${ys.length} elements.`,
          );
        return formula(xs, ys);
      },
    },
  );
}

/** Elaborates the correlation of two expressions over the elements of a list. */
function elaborateElements(
  call: CallNode,
  { correlation: { formula, takesScales }, bindings, elaborator }: Elaborated,
): Typed {
  const [listNode, variable, ...bodies] = call.args;
  if (listNode === undefined) return unknownNode();
  const bound = bindElements(elaborator.elaborate(listNode, bindings), {
    node: listNode,
    variables: lambdaVariable(variable, elaborator, call.name),
    bindings,
    elaborator,
  });
  const sides = bodies.map((node) => {
    const role = `What \`${call.name}\` compares`;
    const typed = takesScales
      ? elaborateSortKey(node, bound.bindings, { role, elaborator })
      : elaborator.elaborateAs(node, bound.bindings, { wanted: NUMBER, role });
    return { typed, fail: elaborator.failure(node) };
  });
  const inner = sides.map(({ typed }) => typed);
  const body = assemble(inner, { type: MAYBE_NUMBER, run: () => null });
  const { each } = createLoop(bound, { predicate: undefined, body, elaborator });
  return assembleLambda(bound.slot, {
    outer: [bound.list],
    inner,
    type: MAYBE_NUMBER,
    run: (scope, locals) => {
      const columns = sides.map((): Computed[] => []);
      each(scope, locals, () => {
        for (const [index, { typed }] of sides.entries())
          columns[index]?.push(typed.run(scope, locals));
        return true;
      });
      const [xs = [], ys = []] = sides.map(({ fail }, index) =>
        requireNumbers(columns[index] ?? [], call.name, fail),
      );
      return formula(xs, ys);
    },
  });
}

export const CORRELATIONS: readonly FunctionEntry[] = [
  defineCorrelation(
    {
      name: "correlation",
      doc:
        "Pearson's correlation, from -1 to 1, of two numbers of each element, or of two lists " +
        "of one length. Null for fewer than two elements, or when either number is the same " +
        "for all.",
      example: "correlation(Voter, v, v.age, v.opinion)",
    },
    { formula: formulas.correlation, takesScales: false },
  ),
  defineCorrelation(
    {
      name: "rankCorrelation",
      doc:
        "Spearman's rank correlation, from -1 to 1: Pearson's correlation of the ranks, the " +
        "mean rank for equals. Takes ordered categories, too. Null as for `correlation`.",
      example: "rankCorrelation(Voter, v, v.age, v.opinion)",
    },
    { formula: formulas.rankCorrelation, takesScales: true },
  ),
];
