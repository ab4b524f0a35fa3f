import { listOf, NUMBER, nullableOf, type Type } from "../../base/types";
import type { Draws } from "../../base/row";
import { categoricalFrom, indexFrom, sampleWithoutReplacement, weightedSample } from "../../random";
import type { Computed, Scope } from "../contract";
import { charge } from "../errors";
import { bindElements, createLoop, lambdaVariable, resolveElementType } from "../lambda";
import type { CallNode } from "../syntax";
import {
  assemble,
  assembleLambda,
  type Bindings,
  type Elaborator,
  type Locals,
  type Typed,
  unknownNode,
} from "../typed";
import { isList, nameKind } from "../values";
import { createDrawer, drawOrFail } from "./call-draws";
import { defineFunction, type FunctionDoc, type FunctionEntry, reportForms } from "./entry";

type ListDraw = {
  readonly withSize: boolean;
  readonly type: (of: Type) => Type;
  readonly compute: (list: readonly Computed[], size: number, draws: Draws) => Computed;
  /** The same with a weight for each element; undefined if it takes none. */
  readonly weighted?:
    | ((
        list: readonly Computed[],
        weights: readonly number[],
        size: number,
        draws: Draws,
      ) => Computed)
    | undefined;
};

/** Defines a function of a list that draws. */
function defineListDraw(doc: FunctionDoc, draw: ListDraw): FunctionEntry {
  const count = draw.withSize ? 2 : 1;
  return defineFunction(doc, {
    least: count,
    most: draw.weighted === undefined ? count : count + 2,
    build: (call, bindings, elaborator, whole) => {
      if (call.args.length === count) return elaborateEqual(call, { draw, bindings, elaborator });
      if (call.args.length === count + 2)
        return elaborateWeighted(call, { draw, bindings, elaborator });
      reportForms(call, whole, elaborator);
      return unknownNode();
    },
  });
}

type Elaborated = {
  readonly draw: ListDraw;
  readonly bindings: Bindings;
  readonly elaborator: Elaborator;
};

function elaborateEqual(call: CallNode, { draw, bindings, elaborator }: Elaborated): Typed {
  const [listNode] = call.args;
  if (listNode === undefined) return unknownNode();
  const list = elaborator.elaborate(listNode, bindings);
  const of = resolveElementType(list, listNode, elaborator);
  const size = elaborateSize(call, { draw, bindings, elaborator });
  const fail = elaborator.failure(listNode);
  const next = createDrawer(elaborator, call.name);
  const { source } = elaborator;
  return assemble(size === undefined ? [list] : [list, size.typed], {
    type: draw.type(of),
    run: (scope, locals) => {
      const value = list.run(scope, locals);
      if (!isList(value)) return fail(`A list is needed here, and this is ${nameKind(value)}.`);
      const wanted = size === undefined ? value.length : size.read(scope, locals);
      const taken = Math.min(value.length, wanted);
      charge(scope, call.name === "choice" ? 1 : taken, source);
      return draw.compute(value, taken, { uniform: () => next(scope, locals) });
    },
    extra: { draws: true },
  });
}

function elaborateWeighted(call: CallNode, { draw, bindings, elaborator }: Elaborated): Typed {
  const [listNode] = call.args;
  const [variable, weightNode] = call.args.slice(-2);
  const { weighted } = draw;
  if (listNode === undefined || weightNode === undefined || weighted === undefined)
    return unknownNode();
  const list = elaborator.elaborate(listNode, bindings);
  const size = elaborateSize(call, { draw, bindings, elaborator });
  const bound = bindElements(list, {
    node: listNode,
    variables: lambdaVariable(variable, elaborator, call.name),
    bindings,
    elaborator,
  });
  const role = `The weight of \`${call.name}\``;
  const weight = elaborator.elaborateAs(weightNode, bound.bindings, { wanted: NUMBER, role });
  const { each } = createLoop(bound, { predicate: undefined, body: weight, elaborator });
  const fail = elaborator.failure(weightNode);
  const next = createDrawer(elaborator, call.name);
  const { source } = elaborator;
  const typed = assembleLambda(bound.slot, {
    outer: size === undefined ? [list] : [list, size.typed],
    inner: [weight],
    type: draw.type(bound.of),
    run: (scope, locals) => {
      const elements: Computed[] = [];
      const weights: number[] = [];
      const wanted = size?.read(scope, locals) ?? 1;
      each(scope, locals, (element) => {
        const value = weight.run(scope, locals);
        if (typeof value !== "number")
          return fail(`${role} must be a number, and this is ${nameKind(value)}.`);
        elements.push(element);
        weights.push(value);
        return true;
      });
      if (draw.withSize)
        charge(scope, elements.length * Math.ceil(Math.log2(elements.length + 1)), source);
      const draws = { uniform: () => next(scope, locals) };
      return drawOrFail(call.name, fail, () => weighted(elements, weights, wanted, draws));
    },
  });
  return { ...typed, draws: true };
}

/** Elaborates how many elements are drawn, the second argument; undefined if there is none. */
function elaborateSize(
  { name, args: [, sizeNode] }: CallNode,
  { draw, bindings, elaborator }: Elaborated,
): { readonly typed: Typed; readonly read: (scope: Scope, locals: Locals) => number } | undefined {
  if (!draw.withSize || sizeNode === undefined) return undefined;
  const typed = elaborator.elaborateAs(sizeNode, bindings, {
    wanted: NUMBER,
    role: `The number of elements of \`${name}\``,
  });
  const fail = elaborator.failure(sizeNode);
  return {
    typed,
    read: (scope, locals) => {
      const wanted = typed.run(scope, locals);
      return typeof wanted === "number" && wanted >= 0
        ? Math.floor(wanted)
        : fail(`\`${name}\` needs a number of elements of at least 0.`);
    },
  };
}

const drawItems = (list: readonly Computed[], size: number, draws: Draws): readonly Computed[] =>
  sampleWithoutReplacement(list, size, { draws, name: "" });

const nullableElement = (of: Type): Type =>
  of.kind === "any" || of.kind === "nullable" ? of : nullableOf(of);

/** The functions that draw from a list. */
export const LIST_DRAWS: readonly FunctionEntry[] = [
  defineListDraw(
    {
      group: "random",
      name: "choice",
      signature: "choice(list)\nchoice(list, x, weight)",
      doc:
        "One element at random, each equally likely or in proportion to its weight (zero or " +
        "more, not all zero); null for an empty list.",
      example: "choice(neighbours('Friends', self))",
    },
    {
      withSize: false,
      type: nullableElement,
      compute: (list, _size, draws) =>
        list.length === 0 ? null : (list[indexFrom(draws.uniform("", 0), list.length)] ?? null),
      weighted: (list, weights, _size, draws) =>
        list.length === 0 ? null : (list[categoricalFrom(draws.uniform("", 0), weights)] ?? null),
    },
  ),
  defineListDraw(
    {
      name: "sample",
      group: "choosing",
      signature: "sample(list, n)\nsample(list, n, x, weight)",
      doc:
        "n elements at random without repetition, in random order; all of them when the list " +
        "has no more than n. With weights (zero or more, not all zero), one after another in " +
        "proportion to the weights of those left; elements of weight 0 are never drawn.",
      example: "sample(Voter, 10)",
    },
    {
      withSize: true,
      type: listOf,
      compute: drawItems,
      weighted: (list, weights, size, draws) =>
        weightedSample(weights, size, { draws, name: "" }).map((index) => list[index] ?? null),
    },
  ),
  defineListDraw(
    {
      name: "shuffle",
      group: "choosing",
      signature: "shuffle(list)",
      doc: "The elements in random order.",
      example: "shuffle(Voter)",
    },
    { withSize: false, type: listOf, compute: drawItems },
  ),
];
