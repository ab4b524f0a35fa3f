import type { Attribute, AttributeItem, Value } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import type { Row } from "../base/row";
import { LIMITS } from "../base/limits";
import type { World } from "./world";

/**
 * Checks a computed value and returns the value to store. @throws RangeError whose message names
 * the attribute
 */
export type StoreConverter = (value: Computed, world: World) => Value;

const isRow = (value: Computed): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value) && "id" in value;

const describeValue = (value: Computed): string => {
  if (value === null) return "nothing";
  if (typeof value === "string")
    return value.length > 60 ? `“${value.slice(0, 59)}…”` : `“${value}”`;
  if (typeof value !== "object") return String(value);
  return isRow(value) ? value.id : Array.isArray(value) ? "a list" : "a set of named values";
};

/** Removes NUL and replaces unpaired surrogates, which databases and files cannot store. */
export const normalizeText = (text: string): string =>
  (text.isWellFormed() ? text : text.toWellFormed()).replaceAll("\0", "");

function itemConverter(name: string, item: Attribute | AttributeItem): StoreConverter {
  const wrong = (value: Computed, expected: string) =>
    new RangeError(`${name} must be ${expected}, not ${describeValue(value)}.`);
  switch (item.type) {
    case "number":
    case "integer": {
      const { min = -Infinity, max = Infinity } = item as {
        min?: number | undefined;
        max?: number | undefined;
      };
      const whole = item.type === "integer";
      return (value) => {
        if (typeof value !== "number" || !Number.isFinite(value))
          throw wrong(value, "a finite number");
        // Adding zero turns −0 into 0, because databases do not distinguish them.
        const stored = (whole ? Math.round(value) : value) + 0;
        if (stored < min) throw wrong(stored, `at least ${min}`);
        if (stored > max) throw wrong(stored, `at most ${max}`);
        return stored;
      };
    }
    case "boolean":
      return (value) => {
        if (typeof value !== "boolean") throw wrong(value, "true or false");
        return value;
      };
    case "text":
      return (value) => {
        if (typeof value !== "string") throw wrong(value, "a text");
        if (value.length > LIMITS.textCharacters)
          throw new RangeError(
            `${name} must have at most ${LIMITS.textCharacters} characters, not ${value.length}.`,
          );
        return normalizeText(value);
      };
    case "category": {
      const options = new Set(item.options);
      return (value) => {
        if (typeof value !== "string" || !options.has(value))
          throw wrong(value, `one of ${item.options.join(", ")}`);
        return value;
      };
    }
    case "ref":
      return (value, world) => {
        const id = isRow(value) ? value.id : value;
        if (typeof id !== "string" || !world.get(item.to, id))
          throw wrong(value, `a row of ${item.to} that exists`);
        return id;
      };
    case "list": {
      const store = itemConverter(`an element of ${name}`, item.of);
      return (value, world) => {
        if (!Array.isArray(value)) throw wrong(value, "a list");
        return (value as readonly Computed[]).map((element) => store(element, world));
      };
    }
  }
}

/**
 * Returns the converter of an attribute's values. Null may be stored in any attribute but a boolean
 * or a list.
 */
export function storeConverterFor(name: string, attribute: Attribute): StoreConverter {
  const store = itemConverter(name, attribute);
  return (value, world) => (value === null ? null : store(value, world));
}
