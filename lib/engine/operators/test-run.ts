import type { Computed } from "../expressions/contract";
import { join } from "../expressions/type-rules";
import { isFields, isList, isRow } from "../expressions/values";
import { drawsFor } from "../random";
import { ANY, BOOLEAN, fieldsOf, listOf, NULL, NUMBER, rowOf, TEXT, type Type } from "../types";
import { InputError, type Operator } from "./contract";

export type Given = { readonly [name: string]: Computed };

/** The result of an operator, as a test declares its shape; it is also of the type that the operator says. */
export function operate<Result>({ run, result }: Operator, given: Given, seed = 1): Result {
  const value = run(given, drawsFor(seed, 1, "test", ""), () => undefined);
  const wrong = misfits(
    value,
    result(Object.fromEntries(Object.entries(given).map(([name, input]) => [name, typeOf(input)]))),
    "result",
  );
  if (wrong.length > 0) throw new TypeError(`not of the type of the result: ${wrong.join(", ")}`);
  return value as Result;
}

/** What an operator says of values that it cannot use. */
export function refusal({ run }: Operator, given: Given): string {
  try {
    run(given, drawsFor(1, 1, "test", ""), () => undefined);
  } catch (error) {
    if (error instanceof InputError) return `${error.input}: ${error.reason}`;
    throw error;
  }
  return "taken";
}

/** Rows with these ids. */
export const people = (...ids: readonly string[]): { readonly id: string }[] =>
  ids.map((id) => ({ id }));

function typeOf(value: Computed): Type {
  if (value === null) return NULL;
  if (isList(value))
    return value.length === 0
      ? listOf(ANY)
      : listOf(value.map(typeOf).reduce((left, right) => join(left, right) ?? ANY));
  if (isRow(value)) return rowOf("Row");
  if (isFields(value))
    return fieldsOf(
      Object.fromEntries(Object.entries(value).map(([name, field]) => [name, typeOf(field)])),
    );
  return typeof value === "number" ? NUMBER : typeof value === "string" ? TEXT : BOOLEAN;
}

/** The places at which a value is not of a type. */
function misfits(value: Computed, type: Type, place: string): string[] {
  const all = (holds: boolean): string[] => (holds ? [] : [place]);
  switch (type.kind) {
    case "any":
      return [];
    case "null":
      return all(value === null);
    case "nullable":
      return value === null ? [] : misfits(value, type.of, place);
    case "row":
      return all(
        type.nullable === true && value === null
          ? true
          : isRow(value ?? "") || typeof value === "string",
      );
    case "list":
      return isList(value)
        ? value.flatMap((item, position) => misfits(item, type.of, `${place}[${position}]`))
        : [place];
    case "fields":
      return isFields(value)
        ? Object.entries(type.fields).flatMap(([name, of]) =>
            Object.hasOwn(value, name)
              ? misfits(value[name] ?? null, of, `${place}.${name}`)
              : [`${place}.${name}`],
          )
        : [place];
    default:
      return all(
        typeof value === (type.kind === "text" ? "string" : type.kind) && !Number.isNaN(value),
      );
  }
}
