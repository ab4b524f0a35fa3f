import { type Type, NUMBER, nullableOf } from "../../base/types";
import { charge } from "../errors";
import { compareNumbers } from "../formulas";
import { bindElements, resolveElementType, createLoop, lambdaVariable } from "../lambda";
import { assembleLambda, combine, unknownNode } from "../typed";
import type { Computed } from "../contract";
import { isList, nameKind } from "../values";
import { defineFunction, type FunctionEntry } from "./entry";

const GROUP = { group: "choosing" } as const;

export const CONDITIONALS: readonly FunctionEntry[] = [
  defineFunction(
    {
      ...GROUP,
      name: "best",
      signature: "best(list, x, score)",
      doc: "The element with the highest score; of equals, the first in the list. Null for an empty list.",
      example: "best(Film, f, f.rating)",
    },
    {
      least: 3,
      most: 3,
      build: ({ args: [listNode, variable, scoreNode] }, bindings, elaborator, doc) => {
        if (listNode === undefined || scoreNode === undefined) return unknownNode();
        const bound = bindElements(elaborator.elaborate(listNode, bindings), {
          node: listNode,
          variables: lambdaVariable(variable, elaborator, doc.name),
          bindings,
          elaborator,
        });
        const score = elaborator.elaborateAs(scoreNode, bound.bindings, {
          wanted: NUMBER,
          role: "The score of `best`",
        });
        const { each } = createLoop(bound, { predicate: undefined, body: score, elaborator });
        const fail = elaborator.failure(scoreNode);
        return assembleLambda(bound.slot, {
          outer: [bound.list],
          inner: [score],
          type: optional(bound.of),
          run: (scope, locals) => {
            let winner: Computed = null;
            let highest = Number.NEGATIVE_INFINITY;
            let found = false;
            each(scope, locals, (element) => {
              const value = score.run(scope, locals);
              if (typeof value !== "number" || Number.isNaN(value))
                return fail(
                  `The score of \`best\` must be a number, and this is ${nameKind(value)}.`,
                );
              if (!found || value > highest) [winner, highest, found] = [element, value, true];
              return true;
            });
            return winner;
          },
        });
      },
    },
  ),
  defineFunction(
    {
      ...GROUP,
      name: "first",
      signature: "first(list)",
      doc: "The first element; null for an empty list.",
      example: "first(view.timeline)",
    },
    {
      least: 1,
      most: 1,
      build: ({ args: [node] }, bindings, elaborator) => {
        if (node === undefined) return unknownNode();
        const list = elaborator.elaborate(node, bindings);
        const fail = elaborator.failure(node);
        return combine([list], {
          type: optional(resolveElementType(list, node, elaborator)),
          run: (scope, locals) => {
            const value = list.run(scope, locals);
            return isList(value)
              ? (value[0] ?? null)
              : fail(`A list is needed here, and this is ${nameKind(value)}.`);
          },
        });
      },
    },
  ),
  defineFunction(
    {
      ...GROUP,
      name: "sort",
      signature: "sort(list, x, key)",
      doc: "The elements by rising key, a number; equals keep their order.",
      example: "sort(Firm, f, f.wage)",
    },
    {
      least: 3,
      most: 3,
      build: ({ args: [listNode, variable, keyNode] }, bindings, elaborator, doc) => {
        if (listNode === undefined || keyNode === undefined) return unknownNode();
        const bound = bindElements(elaborator.elaborate(listNode, bindings), {
          node: listNode,
          variables: lambdaVariable(variable, elaborator, doc.name),
          bindings,
          elaborator,
        });
        const key = elaborator.elaborateAs(keyNode, bound.bindings, {
          wanted: NUMBER,
          role: "The key of `sort`",
        });
        const { each } = createLoop(bound, { predicate: undefined, body: key, elaborator });
        const fail = elaborator.failure(keyNode);
        return assembleLambda(bound.slot, {
          outer: [bound.list],
          inner: [key],
          type: { kind: "list", of: bound.of },
          run: (scope, locals) => {
            const keyed: { readonly element: Computed; readonly key: number }[] = [];
            each(scope, locals, (element) => {
              const value = key.run(scope, locals);
              if (typeof value !== "number" || Number.isNaN(value))
                return fail(
                  `The key of \`sort\` must be a number, and this is ${nameKind(value)}.`,
                );
              return keyed.push({ element, key: value }) > 0;
            });
            charge(scope, keyed.length * Math.ceil(Math.log2(keyed.length + 1)), elaborator.source);
            return keyed
              .sort((left, right) => compareNumbers(left.key, right.key))
              .map(({ element }) => element);
          },
        });
      },
    },
  ),
];

const optional = (type: Type): Type =>
  type.kind === "any" || type.kind === "nullable" ? type : nullableOf(type);
