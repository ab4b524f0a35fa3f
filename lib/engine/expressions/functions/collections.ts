import { ANY, fieldsOf, listOf, NUMBER, type Type } from "../../base/types";
import type { Computed, Scope } from "../contract";
import { BoundsError, charge, MAX_LIST } from "../errors";
import { bindElements, createLoop, lambdaVariable } from "../lambda";
import { describeType, isAssignable, joinTypes, withoutNull } from "../type-rules";
import { assembleLambda, type Bindings, type Typed, unknownNode } from "../typed";
import { isFields, isList, isRow } from "../values";
import { asList, asNumber, defineFunction, defineValueFunction, type FunctionEntry } from "./entry";

const GROUP = { group: "lists" } as const;
const LIST = { name: "list", type: listOf(ANY) } as const;

function elementTypeOf({ type }: Typed): Type {
  const plain = withoutNull(type);
  return plain.kind === "list" ? plain.of : ANY;
}

/** Returns a key that equal values share: rows by id, lists and named values by their parts. */
function equalityKey(
  value: Computed,
  scope: Scope,
  source: string,
): string | number | boolean | null {
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") return JSON.stringify(value);
  if (isRow(value)) return `#${value.id}`;
  const part = (item: Computed): string => String(equalityKey(item, scope, source));
  if (isList(value)) {
    charge(scope, value.length, source);
    return `[${value.map(part).join(",")}]`;
  }
  const entries = Object.entries(isFields(value) ? value : {}).sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  charge(scope, entries.length, source);
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${part(item)}`).join(",")}}`;
}

const range = defineValueFunction({
  ...GROUP,
  name: "range",
  signature: "range(n)\nrange(from, to)\nrange(from, to, step)",
  doc:
    "The whole numbers from 0, or `from`, up to, not including, the end; in steps of 1 or " +
    "`step`, which may be negative. Empty when the end lies the other way.",
  example: "range(1, 4)",
  params: [
    { name: "first number", type: NUMBER },
    { name: "second number", type: NUMBER, optional: true },
    { name: "step", type: NUMBER, optional: true },
  ],
  result: listOf(NUMBER),
  evaluate: ([one, two, three], { scope, source, fail }) => {
    const [from, to] = two === undefined ? [0, asNumber(one)] : [asNumber(one), asNumber(two)];
    const step = three === undefined ? 1 : asNumber(three);
    const unfit = [from, to, step].find((value) => !Number.isSafeInteger(value));
    if (unfit !== undefined) return fail(`\`range\` needs whole numbers, and this is ${unfit}.`);
    if (step === 0) return fail("The step of `range` cannot be 0.");
    const count = Math.max(0, Math.ceil((to - from) / step));
    if (count > MAX_LIST)
      throw new BoundsError(source, `it made a list of more than ${MAX_LIST} elements`);
    charge(scope, count, source);
    return Array.from({ length: count }, (_, index) => from + index * step);
  },
});

const distinct = defineValueFunction({
  ...GROUP,
  name: "distinct",
  signature: "distinct(list)",
  doc: "The elements without repetitions, in the order in which each occurs first.",
  example: "distinct(Voter.map(v, v.party))",
  params: [LIST],
  result: ([list]) => (list === undefined ? LIST.type : listOf(elementTypeOf(list))),
  evaluate: ([list], { scope, source }) => {
    const elements = asList(list);
    charge(scope, elements.length, source);
    const seen = new Set<unknown>();
    return elements.filter((element) => {
      const before = seen.size;
      return seen.add(equalityKey(element, scope, source)).size > before;
    });
  },
});

const zip = defineValueFunction({
  ...GROUP,
  name: "zip",
  signature: "zip(a, b)",
  doc:
    "The elements of two lists in pairs, with the names `first` and `second`. The lists must be " +
    "of one length.",
  example: "zip([1, 2], [10, 20]).map(p, p.first * p.second)",
  params: [
    { ...LIST, name: "first list" },
    { ...LIST, name: "second list" },
  ],
  result: ([first, second]) =>
    listOf(
      fieldsOf({
        first: first === undefined ? ANY : elementTypeOf(first),
        second: second === undefined ? ANY : elementTypeOf(second),
      }),
    ),
  evaluate: ([one, two], { scope, source, fail }) => {
    const [first, second] = [asList(one), asList(two)];
    if (first.length !== second.length)
      return fail(
        `\`zip\` needs lists of one length, and these have ${first.length} and ` +
          `${second.length} elements.`,
      );
    charge(scope, first.length, source);
    return first.map((element, index) => ({ first: element, second: second[index] ?? null }));
  },
});

const groupBy = defineFunction(
  {
    ...GROUP,
    name: "groupBy",
    signature: "groupBy(list, x, key)",
    doc:
      "The elements in groups of equal key, in the order in which the keys occur first. Each " +
      "group has its `key` and its `elements`, in their order.",
    example: "groupBy(Voter, v, v.party).map(g, mean(g.elements, v, v.opinion))",
  },
  {
    least: 3,
    most: 3,
    build: ({ args: [listNode, variable, keyNode] }, bindings, elaborator, { name }) => {
      if (listNode === undefined || keyNode === undefined) return unknownNode();
      const bound = bindElements(elaborator.elaborate(listNode, bindings), {
        node: listNode,
        variables: lambdaVariable(variable, elaborator, name),
        bindings,
        elaborator,
      });
      const key = elaborator.elaborate(keyNode, bound.bindings);
      const { each } = createLoop(bound, { predicate: undefined, body: key, elaborator });
      const { source } = elaborator;
      return assembleLambda(bound.slot, {
        outer: [bound.list],
        inner: [key],
        type: listOf(fieldsOf({ key: key.type, elements: listOf(bound.of) })),
        run: (scope, locals) => {
          const groups = new Map<unknown, { key: Computed; elements: Computed[] }>();
          each(scope, locals, (element) => {
            const value = key.run(scope, locals);
            const id = equalityKey(value, scope, source);
            const group = groups.get(id);
            if (group === undefined) groups.set(id, { key: value, elements: [element] });
            else group.elements.push(element);
            return true;
          });
          return [...groups.values()];
        },
      });
    },
  },
);

/** The type of what `fold` carries: that of its start, which may be only one of its values. */
function carriedType(type: Type): Type {
  if (type.kind === "null") return ANY;
  if (type.kind === "nullable") return { kind: "nullable", of: carriedType(type.of) };
  if (type.kind === "list") return listOf(carriedType(type.of));
  if (type.kind === "fields")
    return fieldsOf(
      Object.fromEntries(
        Object.entries(type.fields).map(([name, field]) => [name, carriedType(field)]),
      ),
    );
  return type.kind === "text" ? { kind: "text" } : type;
}

const fold = defineFunction(
  {
    ...GROUP,
    name: "fold",
    signature: "fold(list, x, total, start, expression)",
    doc:
      "What `total` is in the end: it begins as `start`, and becomes the expression for every " +
      "element x in turn. `start` for an empty list.",
    example: "fold(Voter, v, total, 1, total * (1 + v.opinion / 100))",
  },
  {
    least: 5,
    most: 5,
    build: (
      { args: [listNode, variable, totalNode, startNode, bodyNode] },
      bindings,
      elaborator,
      { name },
    ) => {
      if (listNode === undefined || startNode === undefined || bodyNode === undefined)
        return unknownNode();
      const list = elaborator.elaborate(listNode, bindings);
      const start = elaborator.elaborate(startNode, bindings);
      const bound = bindElements(list, {
        node: listNode,
        variables: lambdaVariable(variable, elaborator, name),
        bindings,
        elaborator,
      });
      const slot = elaborator.newSlot();
      const carried = carriedType(start.type);
      const inner: Bindings = new Map([
        ...bound.bindings,
        ...lambdaVariable(totalNode, elaborator, name).map(
          (total) => [total, { slot, type: carried, taint: start.taint }] as const,
        ),
      ]);
      const body = elaborator.elaborate(bodyNode, inner);
      if (!isAssignable(body.type, carried))
        elaborator.problem(
          bodyNode,
          `The expression of \`fold\` must be ${describeType(carried)}, as its start is, and ` +
            `\`${elaborator.text(bodyNode)}\` is ${describeType(body.type)}.`,
        );
      const { each } = createLoop(bound, { predicate: undefined, body, elaborator });
      const whole = assembleLambda(bound.slot, {
        outer: [list, start],
        inner: [body],
        type: joinTypes(carried, body.type) ?? carried,
        run: (scope, locals) => {
          let total = start.run(scope, locals);
          each(scope, locals, () => {
            locals[slot] = total;
            total = body.run(scope, locals);
            return true;
          });
          return total;
        },
      });
      return { ...whole, reads: whole.reads.filter((read) => read !== slot) };
    },
  },
);

/** Functions that make lists from others, or one value from a list. */
export const COLLECTIONS: readonly FunctionEntry[] = [range, distinct, zip, groupBy, fold];
