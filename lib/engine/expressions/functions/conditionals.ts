import { type Type, nullableOf } from "../../base/types";
import { charge } from "../errors";
import { compareNumbers } from "../formulas";
import { bindElements, resolveElementType, createLoop, lambdaVariable } from "../lambda";
import { elaborateSortKey } from "../order";
import type { CallNode } from "../syntax";
import {
  assembleLambda,
  type Bindings,
  combine,
  type Elaborator,
  type Evaluator,
  type Locals,
  type Typed,
  unknownNode,
} from "../typed";
import type { Computed, Scope } from "../contract";
import { isList, nameKind } from "../values";
import { defineFunction, type FunctionEntry } from "./entry";

const GROUP = { group: "choosing" } as const;

/** Defines a function that chooses the element with the highest or lowest score. */
const defineExtremal = (
  name: string,
  {
    word,
    isBetter,
    example,
  }: {
    readonly word: "highest" | "lowest";
    readonly isBetter: (score: number, best: number) => boolean;
    readonly example: string;
  },
): FunctionEntry =>
  defineFunction(
    {
      ...GROUP,
      name,
      signature: `${name}(list, x, score)`,
      doc:
        `The element with the ${word} score, a number or an ordered category; of equals, the ` +
        "first in the list. Null for an empty list.",
      example,
    },
    {
      least: 3,
      most: 3,
      build: (call, bindings, elaborator) => {
        const loop = elaborateKeyedLoop(call, { bindings, elaborator, keyName: "score" });
        if (loop === undefined) return unknownNode();
        return loop.assemble(optional(loop.of), (scope, locals) => {
          let winner: Computed = null;
          let best: number | undefined;
          loop.each(scope, locals, (element, score) => {
            if (best === undefined || isBetter(score, best)) [winner, best] = [element, score];
          });
          return winner;
        });
      },
    },
  );

export const CONDITIONALS: readonly FunctionEntry[] = [
  defineExtremal("best", {
    word: "highest",
    isBetter: (score, best) => score > best,
    example: "best(Film, f, f.rating)",
  }),
  defineExtremal("argmax", {
    word: "highest",
    isBetter: (score, best) => score > best,
    example: "argmax(Film, f, f.rating)",
  }),
  defineExtremal("argmin", {
    word: "lowest",
    isBetter: (score, best) => score < best,
    example: "argmin(Firm, f, f.price)",
  }),
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
      doc: "The elements by rising key, a number or an ordered category; equals keep their order.",
      example: "sort(Firm, f, f.wage)",
    },
    {
      least: 3,
      most: 3,
      build: (call, bindings, elaborator) => {
        const loop = elaborateKeyedLoop(call, { bindings, elaborator, keyName: "key" });
        if (loop === undefined) return unknownNode();
        return loop.assemble({ kind: "list", of: loop.of }, (scope, locals) => {
          const keyed: { readonly element: Computed; readonly key: number }[] = [];
          loop.each(scope, locals, (element, key) => {
            keyed.push({ element, key });
          });
          charge(scope, keyed.length * Math.ceil(Math.log2(keyed.length + 1)), elaborator.source);
          return keyed
            .sort((left, right) => compareNumbers(left.key, right.key))
            .map(({ element }) => element);
        });
      },
    },
  ),
];

/** A loop over a list with a number computed for each element. */
type KeyedLoop = {
  readonly of: Type;
  readonly each: (
    scope: Scope,
    locals: Locals,
    visit: (element: Computed, key: number) => void,
  ) => void;
  readonly assemble: (type: Type, run: Evaluator) => Typed;
};

/** Elaborates `f(list, x, key)`; undefined when an argument is missing. */
function elaborateKeyedLoop(
  { name, args: [listNode, variable, keyNode] }: CallNode,
  {
    bindings,
    elaborator,
    keyName,
  }: { readonly bindings: Bindings; readonly elaborator: Elaborator; readonly keyName: string },
): KeyedLoop | undefined {
  if (listNode === undefined || keyNode === undefined) return undefined;
  const bound = bindElements(elaborator.elaborate(listNode, bindings), {
    node: listNode,
    variables: lambdaVariable(variable, elaborator, name),
    bindings,
    elaborator,
  });
  const role = `The ${keyName} of \`${name}\``;
  const key = elaborateSortKey(keyNode, bound.bindings, { role, elaborator });
  const { each } = createLoop(bound, { predicate: undefined, body: key, elaborator });
  const fail = elaborator.failure(keyNode);
  return {
    of: bound.of,
    each: (scope, locals, visit) => {
      each(scope, locals, (element) => {
        const value = key.run(scope, locals);
        if (typeof value !== "number" || Number.isNaN(value))
          return fail(`${role} must be a number, and this is ${nameKind(value)}.`);
        visit(element, value);
        return true;
      });
    },
    assemble: (type, run) =>
      assembleLambda(bound.slot, { outer: [bound.list], inner: [key], type, run }),
  };
}

const optional = (type: Type): Type =>
  type.kind === "any" || type.kind === "nullable" ? type : nullableOf(type);
