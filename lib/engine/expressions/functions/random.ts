import { BOOLEAN, listOf, NUMBER, nullableOf, type Type } from "../../base/types";
import {
  chanceFrom,
  indexFrom,
  normalFrom,
  poissonFrom,
  sampleWithoutReplacement,
  uniformFrom,
} from "../../random";
import type { Draws } from "../../base/row";
import type { Computed, Scope } from "../contract";
import { charge } from "../errors";
import { resolveElementType } from "../lambda";
import { assemble, type Elaborator, type Locals, unknownNode } from "../typed";
import { isList, nameKind } from "../values";
import {
  asNumber,
  checkArgument,
  defineFunction,
  type FunctionDoc,
  type FunctionEntry,
} from "./entry";

const RANDOM = { group: "random" } as const;

/** The name of parameters that lie between 0 and 1. */
const PROBABILITY = "probability";
const isProbability = (value: number): boolean => value >= 0 && value <= 1;

/**
 * Defines a function of numbers and one uniform draw; `compute` reports invalid parameters by a
 * RangeError.
 */
function defineDraw(
  doc: Omit<FunctionDoc, "group">,
  {
    params,
    type,
    compute,
  }: {
    readonly params: readonly string[];
    readonly type: Type;
    readonly compute: (uniform: number, values: readonly number[]) => Computed;
  },
): FunctionEntry {
  return defineFunction(
    { ...doc, ...RANDOM },
    {
      least: params.length,
      most: params.length,
      build: (call, bindings, elaborator) => {
        const args = call.args.map((arg, index) =>
          elaborator.elaborateAs(arg, bindings, {
            wanted: NUMBER,
            role: `The ${params[index] ?? "argument"} of \`${doc.name}\``,
          }),
        );
        const runs = args.map((arg, index) =>
          checkArgument(arg, {
            param: { name: params[index] ?? "argument", type: NUMBER },
            node: call.args[index] ?? call,
            name: doc.name,
            elaborator,
          }),
        );
        call.args.forEach((arg, index) => {
          const value = args[index]?.constantNode?.value;
          if (params[index] === PROBABILITY && typeof value === "number" && !isProbability(value))
            elaborator.warning(arg, `A probability lies between 0 and 1, and this is ${value}.`);
        });
        const fail = elaborator.failure(call);
        const next = createDrawer(elaborator, doc.name);
        return assemble(args, {
          type,
          run: (scope, locals) => {
            const values = runs.map((run) => asNumber(run(scope, locals)));
            const uniform = next(scope, locals);
            try {
              return compute(uniform, values);
            } catch (error) {
              return fail(
                error instanceof RangeError
                  ? `\`${doc.name}\` cannot be drawn: ${error.message}.`
                  : String(error),
              );
            }
          },
          extra: { draws: true },
        });
      },
    },
  );
}

/**
 * Returns the draws of one call: named after it and counted within one evaluation, so that each
 * element of a lambda gets its own draw.
 */
function createDrawer(
  elaborator: Elaborator,
  functionName: string,
): (scope: Scope, locals: Locals) => number {
  const { name, slot } = elaborator.drawSite(functionName);
  return ({ draws }, locals) => {
    const index = asNumber(locals[slot]);
    locals[slot] = index + 1;
    return draws.uniform(name, index);
  };
}

/** Defines a function of a list that draws. */
function defineListDraw(
  doc: FunctionDoc,
  {
    withSize,
    type,
    compute,
  }: {
    readonly withSize: boolean;
    readonly type: (of: Type) => Type;
    readonly compute: (list: readonly Computed[], size: number, draws: Draws) => Computed;
  },
): FunctionEntry {
  const count = withSize ? 2 : 1;
  return defineFunction(doc, {
    least: count,
    most: count,
    build: (call, bindings, elaborator) => {
      const [listNode, sizeNode] = call.args;
      if (listNode === undefined) return unknownNode();
      const list = elaborator.elaborate(listNode, bindings);
      const of = resolveElementType(list, listNode, elaborator);
      const size =
        sizeNode === undefined
          ? undefined
          : elaborator.elaborateAs(sizeNode, bindings, {
              wanted: NUMBER,
              role: `The number of elements of \`${doc.name}\``,
            });
      const [fail, failSize] = [
        elaborator.failure(listNode),
        elaborator.failure(sizeNode ?? listNode),
      ];
      const next = createDrawer(elaborator, doc.name);
      const { source } = elaborator;
      return assemble(size === undefined ? [list] : [list, size], {
        type: type(of),
        run: (scope, locals) => {
          const value = list.run(scope, locals);
          if (!isList(value)) return fail(`A list is needed here, and this is ${nameKind(value)}.`);
          const wanted = size === undefined ? value.length : size.run(scope, locals);
          if (typeof wanted !== "number" || !(wanted >= 0))
            return failSize(`\`${doc.name}\` needs a number of elements of at least 0.`);
          const taken = Math.min(value.length, Math.floor(wanted));
          charge(scope, doc.name === "choice" ? 1 : taken, source);
          return compute(value, taken, { uniform: () => next(scope, locals) });
        },
        extra: { draws: true },
      });
    },
  });
}

const drawItems = (list: readonly Computed[], size: number, draws: Draws): readonly Computed[] =>
  sampleWithoutReplacement(list, size, { draws, name: "" });

const nullableElement = (of: Type): Type =>
  of.kind === "any" || of.kind === "nullable" ? of : nullableOf(of);

export const RANDOM_FUNCTIONS: readonly FunctionEntry[] = [
  defineDraw(
    {
      name: "chance",
      signature: "chance(p)",
      doc: "True with probability p; a p below 0 counts as 0, above 1 as 1.",
      example: "chance(0.3)",
    },
    {
      params: [PROBABILITY],
      type: BOOLEAN,
      compute: (uniform, [p]) => chanceFrom(uniform, asNumber(p)),
    },
  ),
  defineDraw(
    {
      name: "uniform",
      signature: "uniform(a, b)",
      doc: "A number between a and b, each equally likely.",
      example: "uniform(0, 10)",
    },
    {
      params: ["lower end", "upper end"],
      type: NUMBER,
      compute: (uniform, [a, b]) => uniformFrom(uniform, asNumber(a), asNumber(b)),
    },
  ),
  defineDraw(
    {
      name: "normal",
      signature: "normal(mean, sd)",
      doc: "A number from the normal distribution with this mean and standard deviation.",
      example: "normal(100, 15)",
    },
    {
      params: ["mean", "standard deviation"],
      type: NUMBER,
      compute: (uniform, [mean, sd]) => normalFrom(uniform, asNumber(mean), asNumber(sd)),
    },
  ),
  defineDraw(
    {
      name: "poisson",
      signature: "poisson(mean)",
      doc: "A count from the Poisson distribution with this mean.",
      example: "poisson(2.5)",
    },
    {
      params: ["mean"],
      type: NUMBER,
      compute: (uniform, [mean]) => poissonFrom(uniform, asNumber(mean)),
    },
  ),
  defineListDraw(
    {
      ...RANDOM,
      name: "choice",
      signature: "choice(list)",
      doc: "One element at random, each equally likely; null for an empty list.",
      example: "choice(neighbours('Friends', self))",
    },
    {
      withSize: false,
      type: nullableElement,
      compute: (list, _size, draws) =>
        list.length === 0 ? null : (list[indexFrom(draws.uniform("", 0), list.length)] ?? null),
    },
  ),
  defineListDraw(
    {
      name: "sample",
      group: "choosing",
      signature: "sample(list, n)",
      doc:
        "n elements at random without repetition, in random order; all of them when the list " +
        "has no more than n.",
      example: "sample(Voter, 10)",
    },
    { withSize: true, type: listOf, compute: drawItems },
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
