import { ANY, BOOLEAN, NULL, NUMBER, nullableOf, type Type } from "../base/types";

/**
 * Returns the type of a literal. A text literal has itself as its only option, which lets
 * comparisons with categories be checked.
 */
export function literalType(value: number | string | boolean | null): Type {
  if (value === null) return NULL;
  if (typeof value === "string") return { kind: "text", options: [value] };
  return typeof value === "number" ? NUMBER : BOOLEAN;
}

/** Describes a type for messages, with its article: "a number", "a list of rows of Voter". */
export function describeType(type: Type): string {
  switch (type.kind) {
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "text":
      return "a text";
    case "null":
      return "null";
    case "row":
      return `a row of ${type.table}`;
    case "list":
      return type.of.kind === "any" ? "a list" : `a list of ${plural(type.of)}`;
    case "fields":
      return "a set of named values";
    case "nullable":
      return describeType(type.of);
    case "any":
      return "any value";
  }
}

function plural(type: Type): string {
  switch (type.kind) {
    case "number":
      return "numbers";
    case "boolean":
      return "true and false";
    case "text":
      return "texts";
    case "row":
      return `rows of ${type.table}`;
    case "nullable":
      return plural(type.of);
    case "list":
      return "lists";
    default:
      return "values";
  }
}

/** Removes null from a type. */
export function withoutNull(type: Type): Type {
  if (type.kind === "nullable") return type.of;
  return type.kind === "row" && type.nullable === true ? { kind: "row", table: type.table } : type;
}

export const isNullableType = (type: Type): boolean =>
  type.kind === "nullable" ||
  type.kind === "null" ||
  type.kind === "any" ||
  (type.kind === "row" && type.nullable === true);

/**
 * Whether a value of one type is accepted where another is expected. Nullable values are accepted:
 * authors guard them in ways a static check cannot follow, so null is an error at run time.
 */
export function isAssignable(from: Type, to: Type): boolean {
  if (to.kind === "any" || from.kind === "any") return true;
  if (from.kind === "null") return isNullableType(to);
  const [given, wanted] = [withoutNull(from), withoutNull(to)];
  if (given.kind === "row" && wanted.kind === "row") return given.table === wanted.table;
  if (given.kind === "list" && wanted.kind === "list") return isAssignable(given.of, wanted.of);
  if (given.kind === "text" && wanted.kind === "text") {
    const options = wanted.options;
    return (
      options === undefined ||
      given.options === undefined ||
      given.options.every((option) => options.includes(option))
    );
  }
  if (given.kind === "fields" && wanted.kind === "fields")
    return Object.entries(wanted.fields).every(([name, type]) => {
      const field = Object.hasOwn(given.fields, name) ? given.fields[name] : undefined;
      return field !== undefined && isAssignable(field, type);
    });
  return given.kind === wanted.kind;
}

/** Returns the common supertype, or undefined when there is none. */
export function joinTypes(left: Type, right: Type): Type | undefined {
  if (left.kind === "any" || right.kind === "any") return ANY;
  if (left.kind === "null") return right.kind === "null" ? left : nullableOf(withoutNull(right));
  if (right.kind === "null") return nullableOf(withoutNull(left));
  const both = joinPresent(withoutNull(left), withoutNull(right));
  return both !== undefined && (isNullableType(left) || isNullableType(right))
    ? nullableOf(both)
    : both;
}

type TextType = Extract<Type, { readonly kind: "text" }>;

const sameOptions = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((option, at) => option === right[at]);

/** The category, without an order if the other, of the same options, has none. */
const joinScales = (category: TextType, other: TextType["scale"]): Type =>
  other === undefined || other === category.scale ? category : { ...category, scale: "unordered" };

function joinPresent(left: Type, right: Type): Type | undefined {
  if (left.kind === "text" && right.kind === "text") {
    if (left.options === undefined || right.options === undefined) return { kind: "text" };
    const [first, second] = [left.options, right.options];
    // A category stays what it is next to some of its options: `c.size == 'l' ? 'm' : c.size`.
    if (left.scale !== undefined && second.every((option) => first.includes(option)))
      return right.scale === undefined || sameOptions(first, second)
        ? joinScales(left, right.scale)
        : { kind: "text", options: first, scale: "unordered" };
    if (
      right.scale !== undefined &&
      left.scale === undefined &&
      first.every((option) => second.includes(option))
    )
      return right;
    const options = [...new Set([...first, ...second])];
    return left.scale === undefined && right.scale === undefined
      ? { kind: "text", options }
      : { kind: "text", options, scale: "unordered" };
  }
  if (left.kind === "row" && right.kind === "row")
    return left.table === right.table ? left : undefined;
  if (left.kind === "list" && right.kind === "list") {
    const of = joinTypes(left.of, right.of);
    return of === undefined ? undefined : { kind: "list", of };
  }
  if (left.kind === "fields" && right.kind === "fields") {
    const fields: Record<string, Type> = {};
    for (const [name, type] of Object.entries(left.fields)) {
      const other = Object.hasOwn(right.fields, name) ? right.fields[name] : undefined;
      const both = other === undefined ? undefined : joinTypes(type, other);
      if (both !== undefined) fields[name] = both;
    }
    return { kind: "fields", fields };
  }
  return left.kind === right.kind ? left : undefined;
}
