import type { JsonSchema } from "./json-schema";

/** A number of an answer whose value its schema limits. */
export type NumberBound = {
  /** Where it stands: `amount`, `tags[]`, `turns[].weight`; for an action, `give: amount`. */
  readonly path: string;
  readonly min: number | null;
  readonly max: number | null;
};

/** Scales from 0 to 100 are the longest that are common in questionnaires. */
const MAX_VALUES = 101;
/** Servers limit how many values all lists of a schema may have together. */
const MAX_VALUES_IN_ALL = 500;

/** A schema with lists of values in place of bounds of few values, and the bounds that are left. */
export type EnumeratedBounds = {
  readonly schema: JsonSchema;
  readonly left: readonly NumberBound[];
};

/**
 * Replaces bounds that can be enumerated, those of whole numbers with few values and of numbers
 * with one, by lists of values (`enum`), which every grammar enforces: those of some servers do not
 * bound numbers. `schema` is one of `answerJsonSchema`.
 */
export function enumerateBounds(schema: JsonSchema): EnumeratedBounds {
  const left: NumberBound[] = [];
  let valuesLeft = MAX_VALUES_IN_ALL;
  const enumerated = mapNumbers(schema, "", (node, path) => {
    const { minimum, maximum, ...rest } = node;
    const values = valuesBetween(node);
    if (values !== null && values.length <= valuesLeft) {
      valuesLeft -= values.length;
      return { ...rest, enum: values };
    }
    left.push({ path, min: numberOf(minimum), max: numberOf(maximum) });
    return node;
  });
  return { schema: enumerated, left };
}

/** Whether a value has a number outside the bounds of its schema. */
export function breaksBounds(schema: unknown, value: unknown): boolean {
  if (!isObject(schema)) return false;
  const { anyOf, items, properties } = schema;
  if (Array.isArray(anyOf))
    return anyOf.some((one: unknown) => mayBeMeant(one, value) && breaksBounds(one, value));
  if (typeof value === "number")
    return (
      value < (numberOf(schema.minimum) ?? -Infinity) ||
      value > (numberOf(schema.maximum) ?? Infinity)
    );
  if (Array.isArray(value)) return value.some((item: unknown) => breaksBounds(items, item));
  if (!isObject(value) || !isObject(properties)) return false;
  return Object.entries(properties).some(
    ([name, property]) => Object.hasOwn(value, name) && breaksBounds(property, value[name]),
  );
}

/** Writes bounds for a prompt, with all their digits. */
export const describeBounds = (bounds: readonly NumberBound[]): string =>
  [
    "Numbers outside these bounds are not accepted:",
    ...bounds.map((bound) => `- \`${bound.path}\`: ${formatBound(bound)}`),
  ].join("\n");

function formatBound({ min, max }: NumberBound): string {
  if (min === null) return `at most ${max}`;
  return max === null ? `at least ${min}` : `from ${min} to ${max}`;
}

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Replaces each number with bounds in a schema. */
function mapNumbers(
  schema: JsonSchema,
  path: string,
  replace: (node: JsonSchema, path: string) => JsonSchema,
): JsonSchema {
  if (numberOf(schema.minimum) !== null || numberOf(schema.maximum) !== null)
    return replace(schema, path);
  const { properties, items, anyOf } = schema;
  const map = (node: unknown, at: string): unknown =>
    isObject(node) ? mapNumbers(node, at, replace) : node;
  return {
    ...schema,
    ...(isObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, node]) => [name, map(node, joinPath(path, name))]),
      ),
    }),
    ...(isObject(items) && { items: map(items, `${path}[]`) }),
    ...(Array.isArray(anyOf) && {
      anyOf: anyOf.map((one: unknown) => map(one, actionIn(one)?.path ?? path)),
    }),
  };
}

const joinPath = (path: string, name: string): string =>
  path === "" ? name : path.endsWith(":") ? `${path} ${name}` : `${path}.${name}`;

type NamedAction = { readonly key: string; readonly name: string; readonly path: string };

/** The action of an alternative of a choice: the only value of its first property. */
function actionIn(alternative: unknown): NamedAction | null {
  if (!isObject(alternative) || !isObject(alternative.properties)) return null;
  const [[key, first] = ["", null]] = Object.entries(alternative.properties);
  if (!isObject(first) || !Array.isArray(first.enum) || first.enum.length !== 1) return null;
  const [name]: unknown[] = first.enum;
  return typeof name === "string" ? { key, name, path: `${name}:` } : null;
}

/** Whether a value may be meant for this alternative: an action has to have its name. */
function mayBeMeant(alternative: unknown, value: unknown): boolean {
  const action = actionIn(alternative);
  return action === null || (isObject(value) && value[action.key] === action.name);
}

/** The values between the bounds of a number; null where there are too many. */
function valuesBetween({ type, minimum, maximum }: JsonSchema): number[] | null {
  const [min, max] = [numberOf(minimum), numberOf(maximum)];
  if (min === null || max === null) return null;
  if (min === max) return [min];
  const count = max - min + 1;
  if (type !== "integer" || !(count <= MAX_VALUES)) return null;
  return Array.from({ length: count }, (_, at) => min + at);
}
