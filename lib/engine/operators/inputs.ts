import { nearest } from "@/lib/domain/text/nearest";
import { isAssignable, describeType, withoutNull } from "../expressions/type-rules";
import type { Computed } from "../expressions/contract";
import { isList, isRow, nameKind } from "../expressions/values";
import type { Row } from "../base/row";
import { ANY, type Schema, type Type } from "../base/types";
import { type Input, InputError, type TypeMismatch } from "./contract";

/** A row or a text that can be voted for, matched or recommended. */
export type Entity = Row | string;

/** The key that identifies an entity. Rows refer to other rows by id. */
export const entityKey = (entity: Entity): string =>
  typeof entity === "string" ? entity : entity.id;

const mismatchMessage = (what: string, type: Type): TypeMismatch => ({
  message: `must be ${what}, and this is ${describeType(type)}`,
});

const isAny = (type: Type): boolean => type.kind === "any";

function rejectValue(what: string, value: Computed): never {
  throw new InputError(
    `must be ${what}, not ${typeof value === "number" ? String(value) : nameKind(value)}`,
  );
}

/** Makes an input optional. */
export const optional = <T, Default extends T | null | undefined>(
  input: Input<T>,
  fallback: Default,
): Input<T | Default> => ({
  ...input,
  optional: true,
  mismatch: (type, schema) => (type.kind === "null" ? undefined : input.mismatch(type, schema)),
  read: (value) => (value === null ? fallback : input.read(value)),
});

/** Makes list elements nullable. */
export const nullable = <T>(input: Input<T>): Input<T | null> => optional(input, null);

type Bounds = { readonly min?: number; readonly max?: number; readonly whole?: boolean };

export function number({
  min = -Infinity,
  max = Infinity,
  whole = false,
}: Bounds = {}): Input<number> {
  const bounds =
    min > -Infinity && max < Infinity
      ? ` from ${min} to ${max}`
      : min > -Infinity
        ? ` of at least ${min}`
        : "";
  const what = `a ${whole ? "whole " : ""}number${bounds}`;
  const fits = (value: Computed): value is number =>
    typeof value === "number" &&
    Number.isFinite(value) &&
    value >= min &&
    value <= max &&
    (!whole || Number.isSafeInteger(value));
  return {
    what,
    optional: false,
    mismatch: (type) =>
      isAny(type) || withoutNull(type).kind === "number"
        ? undefined
        : mismatchMessage("a number", type),
    read: (value) => (fits(value) ? value : rejectValue(what, value)),
  };
}

/** A probability from 0 to 1. */
export const probability = (): Input<number> => number({ min: 0, max: 1 });

export const boolean = (): Input<boolean> => ({
  what: "true or false",
  optional: false,
  mismatch: (type) =>
    isAny(type) || withoutNull(type).kind === "boolean"
      ? undefined
      : mismatchMessage("true or false", type),
  read: (value) => (typeof value === "boolean" ? value : rejectValue("true or false", value)),
});

export const text = (): Input<string> => ({
  what: "a text",
  optional: false,
  mismatch: (type) =>
    isAny(type) || withoutNull(type).kind === "text" ? undefined : mismatchMessage("a text", type),
  read: (value) => (typeof value === "string" ? value : rejectValue("a text", value)),
});

/** One of the given texts. */
export function choice<const Option extends string>(...options: readonly Option[]): Input<Option> {
  const what = `one of ${options.map((option) => `'${option}'`).join(", ")}`;
  const isOption = (value: unknown): value is Option => options.some((option) => option === value);
  return {
    what,
    optional: false,
    mismatch: (declared) => {
      const type = withoutNull(declared);
      if (isAny(type)) return undefined;
      if (type.kind !== "text") return mismatchMessage(what, type);
      const unknownOption = type.options?.find((option) => !isOption(option));
      if (unknownOption === undefined) return undefined;
      const suggestion = nearest(unknownOption, options);
      return {
        message: `can be ${options.join(", ")}, but not \`${unknownOption}\``,
        ...(suggestion === undefined ? {} : { suggestion: `'${suggestion}'` }),
      };
    },
    read: (value) => (isOption(value) ? value : rejectValue(what, value)),
  };
}

export const entity = (): Input<Entity> => ({
  what: "a row or a text",
  optional: false,
  mismatch: (type) =>
    isAny(type) || ["row", "text"].includes(withoutNull(type).kind)
      ? undefined
      : mismatchMessage("a row or a text", type),
  read: (value) =>
    typeof value === "string" || isRow(value) ? value : rejectValue("a row or a text", value),
});

const plural = (what: string): string =>
  what === "a row or a text"
    ? "rows or texts"
    : what.replace(/^an? /, "").replace(/\b(text|number|list)\b/, "$1s");

/** A list of values of another input. */
export function list<T>(of: Input<T>): Input<readonly T[]> {
  const what = `a list of ${plural(of.what)}`;
  return {
    what,
    optional: false,
    mismatch: (declared, schema) => {
      const type = withoutNull(declared);
      if (isAny(type)) return undefined;
      if (type.kind !== "list") return mismatchMessage(what, type);
      return isAny(type.of) || of.mismatch(type.of, schema) === undefined
        ? undefined
        : mismatchMessage(what, type);
    },
    read: (value) => {
      if (!isList(value)) return rejectValue(what, value);
      return value.map((item, position) =>
        readPart(`element ${position + 1}:`, () => of.read(item)),
      );
    },
  };
}

/** Reads a part of a value, and adds its name to the error when it is invalid. */
export function readPart<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${name} ${error.reason}`) : error;
  }
}

/** Returns the element type of a list. */
export function elementType(type: Type | undefined): Type {
  const declared = type === undefined ? ANY : withoutNull(type);
  return declared.kind === "list" ? withoutNull(declared.of) : ANY;
}

/** Returns the type of a field of named values or an attribute of a row; any when unknown. */
export function fieldType(element: Type, name: string, schema: Schema): Type {
  const fields =
    element.kind === "row"
      ? schema.tables[element.table]?.fields
      : element.kind === "fields"
        ? element.fields
        : undefined;
  const type = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  return type === undefined ? ANY : withoutNull(type);
}

/** Returns the identity type of an entry: the row itself, or `who` of named values. */
export const entityType = (element: Type, schema: Schema): Type =>
  element.kind === "row" ? element : fieldType(element, "who", schema);

/** Returns a message when values of the two types can never be equal, as rows of two tables. */
export function disjointTypes(left: Type, right: Type): string | undefined {
  return isAssignable(left, right) || isAssignable(right, left)
    ? undefined
    : `${describeType(left)} where ${describeType(right)} is needed`;
}
