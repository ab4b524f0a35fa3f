import type { Row } from "../base/row";
import { BoundsError, charge, MAX_LIST, MAX_TEXT } from "./errors";
import type { Computed, Scope } from "./contract";

/** Values with readable attributes: rows and named values. */
export type Fields = { readonly [field: string]: Computed };

export const isList = (value: Computed): value is readonly Computed[] => Array.isArray(value);

export const isFields = (value: Computed): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isRow = (value: Computed): value is Row =>
  isFields(value) && typeof value.id === "string";

/** Describes the kind of a value, for messages at run time. */
export function nameKind(value: Computed | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (isList(value)) return "a list";
  if (typeof value === "object") return isRow(value) ? "a row" : "a set of named values";
  return typeof value === "string"
    ? "a text"
    : typeof value === "number"
      ? "a number"
      : "true or false";
}

/** Whether two values are equal: rows by id, lists and named values by their parts. */
export function equalValues(
  left: Computed,
  right: Computed,
  scope: Scope,
  source: string,
): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null)
    return false;
  if (isList(left) || isList(right)) {
    if (!isList(left) || !isList(right) || left.length !== right.length) return false;
    charge(scope, left.length, source);
    return left.every((item, index) => equalValues(item, right[index] ?? null, scope, source));
  }
  if (!isFields(left) || !isFields(right)) return false;
  if (isRow(left) && isRow(right)) return left.id === right.id;
  const names = Object.keys(left);
  charge(scope, names.length, source);
  return (
    names.length === Object.keys(right).length &&
    names.every(
      (name) =>
        Object.hasOwn(right, name) &&
        equalValues(left[name] ?? null, right[name] ?? null, scope, source),
    )
  );
}

/** Formats a value as text: numbers in their shortest form, rows as their id, lists with commas. */
export function toText(value: Computed, source: string): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return String(value === 0 ? 0 : value);
  if (isList(value))
    return boundedJoin(
      value.map((item) => toText(item, source)),
      ", ",
      source,
    );
  return isRow(value)
    ? value.id
    : `{${Object.entries(value)
        .map(([name, field]) => `${name}: ${toText(field, source)}`)
        .join(", ")}}`;
}

export function boundedText(text: string, source: string): string {
  if (text.length > MAX_TEXT)
    throw new BoundsError(source, `it made a text of more than ${MAX_TEXT} characters`);
  return text;
}

export function boundedList<Item>(list: Item[], source: string): Item[] {
  if (list.length > MAX_LIST)
    throw new BoundsError(source, `it made a list of more than ${MAX_LIST} elements`);
  return list;
}

/** Joins texts and stops at the maximum text length, so that memory stays bounded. */
export function boundedJoin(texts: readonly string[], separator: string, source: string): string {
  let length = separator.length * Math.max(0, texts.length - 1);
  for (const text of texts) length += text.length;
  if (length > MAX_TEXT)
    throw new BoundsError(source, `it made a text of more than ${MAX_TEXT} characters`);
  return texts.join(separator);
}
