import { BOOLEAN, listOf, NUMBER, type Type } from "../../base/types";
import { elaborateHas } from "../access";
import type { Computed } from "../contract";
import { charge } from "../errors";
import {
  bindElements,
  resolveElementType,
  createLoop,
  predicateCall,
  selectElements,
  lambdaVariable,
} from "../lambda";
import { describeType, withoutNull } from "../type-rules";
import { assembleLambda, combine, unknownNode } from "../typed";
import { isFields, isList, nameKind } from "../values";
import { defineFunction, type FunctionDoc, type FunctionEntry } from "./entry";

const SIZED_KINDS: readonly Type["kind"][] = ["list", "text", "fields", "any"];

const defineSize = (name: string, group: FunctionDoc["group"]): FunctionEntry =>
  defineFunction(
    {
      name,
      group,
      signature: `${name}(text)\n${name}(list)`,
      doc: "Number of characters of a text, or of elements of a list.",
      example: `${name}(self.name)`,
    },
    {
      least: 1,
      most: 1,
      build: ({ args: [node] }, bindings, elaborator) => {
        if (node === undefined) return unknownNode();
        const arg = elaborator.elaborate(node, bindings);
        if (!SIZED_KINDS.includes(withoutNull(arg.type).kind))
          elaborator.problem(
            node,
            `Only lists and texts have a ${name}, and \`${elaborator.text(node)}\` is ` +
              `${describeType(arg.type)}.`,
          );
        const fail = elaborator.failure(node);
        const { run } = arg;
        return combine([arg], {
          type: NUMBER,
          run: (scope, locals) =>
            sizeOf(run(scope, locals)) ?? fail(`Only lists and texts have a ${name}.`),
        });
      },
    },
  );

/**
 * Counts the elements that satisfy a condition, and stops at the number that decides the result.
 */
const defineQuantifier = (
  doc: Omit<FunctionDoc, "group">,
  enough: number,
  answer: (count: number) => boolean,
): FunctionEntry =>
  defineFunction(
    { ...doc, group: "lists" },
    {
      least: 3,
      most: 3,
      build: (call, bindings, elaborator) => {
        const { bound, predicate } = predicateCall(call, bindings, elaborator);
        const { each } = createLoop(bound, { predicate, body: undefined, elaborator });
        return assembleLambda(bound.slot, {
          outer: [bound.list],
          inner: [predicate],
          type: BOOLEAN,
          run: (scope, locals) => {
            let count = 0;
            each(scope, locals, () => (count += 1) < enough);
            return answer(count);
          },
        });
      },
    },
  );

export const LISTS: readonly FunctionEntry[] = [
  defineSize("size", "lists"),
  defineSize("length", "text"),
  defineFunction(
    {
      name: "map",
      group: "lists",
      signature: "list.map(x, expression)\nlist.map(x, condition, expression)",
      doc:
        "The expression for every element x of the list; with a condition, for those elements " +
        "for which it holds.",
      example: "Voter.map(v, v.opinion)",
    },
    {
      least: 3,
      most: 4,
      build: ({ args: [listNode, variable, third, fourth] }, bindings, elaborator, doc) => {
        if (listNode === undefined || third === undefined) return unknownNode();
        const bound = bindElements(elaborator.elaborate(listNode, bindings), {
          node: listNode,
          variables: lambdaVariable(variable, elaborator, doc.name),
          bindings,
          elaborator,
        });
        const predicate =
          fourth === undefined
            ? undefined
            : elaborator.elaborateAs(third, bound.bindings, {
                wanted: BOOLEAN,
                role: "The condition of `map`",
              });
        const body = elaborator.elaborate(fourth ?? third, bound.bindings);
        const { each } = createLoop(bound, { predicate, body, elaborator });
        const { run } = body;
        return assembleLambda(bound.slot, {
          outer: [bound.list],
          inner: [predicate, body],
          type: listOf(body.type),
          run: (scope, locals) => {
            const result: Computed[] = [];
            each(scope, locals, () => result.push(run(scope, locals)) > 0);
            return result;
          },
        });
      },
    },
  ),
  defineFunction(
    {
      name: "filter",
      group: "lists",
      signature: "list.filter(x, condition)",
      doc:
        "The elements x for which the condition holds, in their order. On a table, conditions " +
        "such as `x.author == self` are looked up in an index.",
      example: "Post.filter(p, p.author == self)",
    },
    {
      least: 3,
      most: 3,
      build: (call, bindings, elaborator) => {
        const { bound, predicate } = predicateCall(call, bindings, elaborator);
        const run = selectElements(
          createLoop(bound, { predicate, body: undefined, elaborator }),
          elaborator.source,
        );
        return assembleLambda(bound.slot, {
          outer: [bound.list],
          inner: [predicate],
          type: listOf(bound.of),
          run,
        });
      },
    },
  ),
  defineQuantifier(
    {
      name: "exists",
      signature: "list.exists(x, condition)",
      doc: "Whether the condition holds for at least one element x.",
      example: "Post.exists(p, p.author == self)",
    },
    1,
    (count) => count > 0,
  ),
  defineQuantifier(
    {
      name: "exists_one",
      signature: "list.exists_one(x, condition)",
      doc: "Whether the condition holds for exactly one element x.",
      example: "Post.exists_one(p, p.author == self)",
    },
    2,
    (count) => count === 1,
  ),
  defineFunction(
    {
      name: "all",
      group: "lists",
      signature: "list.all(x, condition)",
      doc: "Whether the condition holds for every element x; true for an empty list.",
      example: "Voter.all(v, v.age >= 18)",
    },
    {
      least: 3,
      most: 3,
      build: (call, bindings, elaborator) => {
        const { bound, predicate } = predicateCall(call, bindings, elaborator);
        const { each } = createLoop(bound, { predicate: undefined, body: predicate, elaborator });
        const fail = elaborator.failure(call.args[2] ?? call);
        return assembleLambda(bound.slot, {
          outer: [bound.list],
          inner: [predicate],
          type: BOOLEAN,
          run: (scope, locals) => {
            let holds = true;
            each(scope, locals, () => {
              const value = predicate.run(scope, locals);
              return (holds =
                typeof value === "boolean" ? value : fail("True or false is needed here."));
            });
            return holds;
          },
        });
      },
    },
  ),
  defineFunction(
    {
      name: "chunks",
      group: "lists",
      signature: "chunks(list, size)",
      doc:
        "The elements in order, in lists of `size` each; the last has what is left. With " +
        "`shuffle`, random groups.",
      example: "chunks(shuffle(Voter), 4)",
    },
    {
      least: 2,
      most: 2,
      build: ({ args: [listNode, sizeNode] }, bindings, elaborator) => {
        if (listNode === undefined || sizeNode === undefined) return unknownNode();
        const list = elaborator.elaborate(listNode, bindings);
        const size = elaborator.elaborateAs(sizeNode, bindings, {
          wanted: NUMBER,
          role: "The size of `chunks`",
        });
        const [failList, failSize] = [elaborator.failure(listNode), elaborator.failure(sizeNode)];
        return combine([list, size], {
          type: listOf(listOf(resolveElementType(list, listNode, elaborator))),
          run: (scope, locals) => {
            const all = list.run(scope, locals);
            const each = size.run(scope, locals);
            if (!isList(all))
              return failList(`A list is needed here, and this is ${nameKind(all)}.`);
            if (typeof each !== "number" || !Number.isInteger(each) || each < 1)
              return failSize(
                "The size of `chunks` must be a whole number of at least 1, and this is " +
                  `${String(each)}.`,
              );
            charge(scope, all.length, elaborator.source);
            return Array.from({ length: Math.ceil(all.length / each) }, (_, position) =>
              all.slice(position * each, (position + 1) * each),
            );
          },
        });
      },
    },
  ),
  defineFunction(
    {
      name: "has",
      group: "lists",
      signature: "has(row.attribute)",
      doc: "Whether the value is there and not null; does not fail when a row on the way is null.",
      example: "has(arg.whom)",
    },
    {
      least: 1,
      most: 1,
      build: ({ args: [node] }, bindings, elaborator) =>
        node === undefined ? unknownNode() : elaborateHas(node, bindings, elaborator),
    },
  ),
];

/** Returns the number of elements, characters (code points, not code units) or named values. */
export function sizeOf(value: Computed): number | undefined {
  if (isList(value)) return value.length;
  if (typeof value === "string") return [...value].length;
  return isFields(value) ? Object.keys(value).length : undefined;
}
