import { nearest } from "@/lib/domain/text/nearest";
import { assignable, describe, present } from "../expressions/type-rules";
import type { Computed } from "../expressions/contract";
import { isList, isRow, nameKind } from "../expressions/values";
import type { Row } from "../base/row";
import { ANY, type Schema, type Type } from "../base/types";
import { type Input, InputError, type Misfit } from "./contract";

/** A row or a text: what can be voted for, matched or recommended. */
export type Thing = Row | string;

/** By what things are told apart. Rows refer to other rows by their id. */
export const keyOf = (thing: Thing): string => (typeof thing === "string" ? thing : thing.id);

const wrong = (what: string, type: Type): Misfit => ({
  message: `must be ${what}, and this is ${describe(type)}`,
});

const isAny = (type: Type): boolean => type.kind === "any";

function refuse(what: string, value: Computed): never {
  throw new InputError(
    `must be ${what}, not ${typeof value === "number" ? String(value) : nameKind(value)}`,
  );
}

/** The same input, which may be left out. */
export const optional = <T, Default extends T | null | undefined>(
  input: Input<T>,
  fallback: Default,
): Input<T | Default> => ({
  ...input,
  optional: true,
  misfit: (type, schema) => (type.kind === "null" ? undefined : input.misfit(type, schema)),
  read: (value) => (value === null ? fallback : input.read(value)),
});

/** An element of a list that may be null. */
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
    misfit: (type) =>
      isAny(type) || present(type).kind === "number" ? undefined : wrong("a number", type),
    read: (value) => (fits(value) ? value : refuse(what, value)),
  };
}

/** A chance from 0 to 1. */
export const chance = (): Input<number> => number({ min: 0, max: 1 });

export const truth = (): Input<boolean> => ({
  what: "true or false",
  optional: false,
  misfit: (type) =>
    isAny(type) || present(type).kind === "boolean" ? undefined : wrong("true or false", type),
  read: (value) => (typeof value === "boolean" ? value : refuse("true or false", value)),
});

export const text = (): Input<string> => ({
  what: "a text",
  optional: false,
  misfit: (type) =>
    isAny(type) || present(type).kind === "text" ? undefined : wrong("a text", type),
  read: (value) => (typeof value === "string" ? value : refuse("a text", value)),
});

/** One of these texts. */
export function choice<const Option extends string>(...options: readonly Option[]): Input<Option> {
  const what = `one of ${options.map((option) => `'${option}'`).join(", ")}`;
  const isOption = (value: unknown): value is Option => options.some((option) => option === value);
  return {
    what,
    optional: false,
    misfit: (declared) => {
      const type = present(declared);
      if (isAny(type)) return undefined;
      if (type.kind !== "text") return wrong(what, type);
      const stray = type.options?.find((option) => !isOption(option));
      if (stray === undefined) return undefined;
      const suggestion = nearest(stray, options);
      return {
        message: `can be ${options.join(", ")}, but not \`${stray}\``,
        ...(suggestion === undefined ? {} : { suggestion: `'${suggestion}'` }),
      };
    },
    read: (value) => (isOption(value) ? value : refuse(what, value)),
  };
}

export const thing = (): Input<Thing> => ({
  what: "a row or a text",
  optional: false,
  misfit: (type) =>
    isAny(type) || ["row", "text"].includes(present(type).kind)
      ? undefined
      : wrong("a row or a text", type),
  read: (value) =>
    typeof value === "string" || isRow(value) ? value : refuse("a row or a text", value),
});

const plural = (what: string): string =>
  what === "a row or a text"
    ? "rows or texts"
    : what.replace(/^an? /, "").replace(/\b(text|number|list)\b/, "$1s");

/** A list of what another input takes. */
export function list<T>(of: Input<T>): Input<readonly T[]> {
  const what = `a list of ${plural(of.what)}`;
  return {
    what,
    optional: false,
    misfit: (declared, schema) => {
      const type = present(declared);
      if (isAny(type)) return undefined;
      if (type.kind !== "list") return wrong(what, type);
      return isAny(type.of) || of.misfit(type.of, schema) === undefined
        ? undefined
        : wrong(what, type);
    },
    read: (value) => {
      if (!isList(value)) return refuse(what, value);
      return value.map((item, position) => part(`element ${position + 1}:`, () => of.read(item)));
    },
  };
}

/** Reads a part, and says which when it cannot be used. */
export function part<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${name} ${error.reason}`) : error;
  }
}

/** The type of the elements of a list. */
export function elementOf(type: Type | undefined): Type {
  const declared = type === undefined ? ANY : present(type);
  return declared.kind === "list" ? present(declared.of) : ANY;
}

/** A field of named values, or an attribute of a row, as a type; any when it is not known. */
export function fieldOf(element: Type, name: string, schema: Schema): Type {
  const fields =
    element.kind === "row"
      ? schema.tables[element.table]?.fields
      : element.kind === "fields"
        ? element.fields
        : undefined;
  const type = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  return type === undefined ? ANY : present(type);
}

/** The type of who an entry is: a row itself, and `who` of named values. */
export const whoOf = (element: Type, schema: Schema): Type =>
  element.kind === "row" ? element : fieldOf(element, "who", schema);

/** Says so when things of one type can never be things of the other, as two kinds of rows. */
export function strangers(left: Type, right: Type): string | undefined {
  return assignable(left, right) || assignable(right, left)
    ? undefined
    : `${describe(left)} where ${describe(right)} is needed`;
}
