import type { JsonSchema } from "./json-schema";

/** How answers are where a schema leaves it open. */
export type Manner = {
  /** A text of so many characters at least and at most. */
  text(shortest: number, longest: number, seed: number): string;
  /** How long a list is. */
  items(least: number, most: number, seed: number): number;
  /** A number that is not whole; `share`, from 0 to 1, says where between the bounds. */
  number(low: number, high: number, share: number): number;
};

/** Draws an answer for a seed. */
type Draw = (seed: number, manner: Manner) => unknown;

/** Characters of a text without a limit. */
const USUAL_TEXT = 300;

const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null && !Array.isArray(value);
const schemas = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
const numberOr = (value: unknown, otherwise: number): number => (typeof value === "number" ? value : otherwise);

/** Scrambles 32 bits (Mueller's hash), so that neighbouring seeds and fields differ. */
function mix(bits: number): number {
  let hash = bits | 0;
  hash = Math.imul((hash >>> 16) ^ hash, 0x45d9f3b);
  hash = Math.imul((hash >>> 16) ^ hash, 0x45d9f3b);
  return ((hash >>> 16) ^ hash) >>> 0;
}

const pick = <T>(options: readonly T[], seed: number): T | undefined => options[mix(seed) % options.length];

function compileNumber(schema: JsonSchema, whole: boolean): Draw {
  const least = numberOr(schema.minimum, numberOr(schema.exclusiveMinimum, Number.NaN) + 1);
  const most = numberOr(schema.maximum, numberOr(schema.exclusiveMaximum, Number.NaN) - 1);
  const from = Number.isNaN(least) ? (Number.isNaN(most) ? 0 : most - 10) : least;
  const low = whole ? Math.ceil(from) : from;
  const high = Number.isNaN(most) ? low + 10 : whole ? Math.floor(most) : most;
  if (high <= low) return () => low;
  return whole ? (seed) => low + (mix(seed) % (high - low + 1)) : (seed, manner) => manner.number(low, high, (mix(seed) % 101) / 100);
}

function compileArray(schema: JsonSchema, root: JsonSchema): Draw {
  const least = numberOr(schema.minItems, 0);
  const most = Math.max(least, numberOr(schema.maxItems, least + USUAL_ITEMS));
  const items = isSchema(schema.items) ? schema.items : {};
  const prefix = schemas(schema.prefixItems).map((each) => compile(each, root));
  const options = Array.isArray(items.enum) ? items.enum : null;
  if (schema.uniqueItems === true && options !== null) {
    return (seed, manner) => Array.from({ length: manner.items(least, Math.min(most, options.length), mix(seed)) }, (_, at) => options[(mix(seed) + at) % options.length]);
  }
  const item = compile(items, root);
  return (seed, manner) => Array.from({ length: manner.items(least, most, mix(seed)) }, (_, at) => (prefix[at] ?? item)(mix(seed + at), manner));
}

/** More than the least, where a list has no upper limit. */
const USUAL_ITEMS = 4;

function compileObject(schema: JsonSchema, root: JsonSchema): Draw {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.entries(properties)
    .filter(([name]) => required.includes(name))
    .map(([name, value], at) => ({ name, salt: Math.imul(at + 1, 0x9e3779b1), draw: compile(isSchema(value) ? value : {}, root) }));
  return (seed, manner) => {
    const answer: Record<string, unknown> = {};
    for (const { name, salt, draw } of fields) answer[name] = draw(mix(seed ^ salt), manner);
    return answer;
  };
}

function compileReference(reference: string, root: JsonSchema): Draw {
  let draw: Draw | undefined;
  const resolve = (): Draw => {
    let place: unknown = root;
    for (const step of reference.replace(/^#\/?/, "").split("/")) {
      place = isSchema(place) ? place[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
    }
    return compile(isSchema(place) ? place : {}, root);
  };
  // Resolved when first drawn: a schema may contain itself.
  return (seed, manner) => (draw ??= resolve())(seed, manner);
}

function compileType(type: unknown, schema: JsonSchema, root: JsonSchema): Draw {
  switch (type) {
    case "object":
      return compileObject(schema, root);
    case "array":
      return compileArray(schema, root);
    case "integer":
      return compileNumber(schema, true);
    case "number":
      return compileNumber(schema, false);
    case "boolean":
      return (seed) => mix(seed) % 2 === 0;
    case "null":
      return () => null;
    default: {
      const shortest = numberOr(schema.minLength, 0);
      const longest = Math.max(shortest, numberOr(schema.maxLength, USUAL_TEXT));
      return (seed, manner) => manner.text(shortest, longest, mix(seed));
    }
  }
}

function compile(schema: JsonSchema, root: JsonSchema): Draw {
  if (typeof schema.$ref === "string") return compileReference(schema.$ref, root);
  if ("const" in schema) return () => schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) {
    const options: readonly unknown[] = schema.enum;
    return (seed) => pick(options, seed);
  }
  const branches = [...schemas(schema.anyOf), ...schemas(schema.oneOf)];
  if (branches.length > 0) {
    const draws = branches.map((branch) => compile(branch, root));
    return (seed, manner) => pick(draws, seed)?.(mix(seed + 1), manner);
  }
  const { type } = schema;
  if (!Array.isArray(type)) return compileType(type ?? ("properties" in schema ? "object" : "string"), schema, root);
  const draws = type.map((each) => compileType(each, schema, root));
  return (seed, manner) => pick(draws, seed)?.(mix(seed + 1), manner);
}

const compiled = new WeakMap<JsonSchema, Draw>();

/**
 * An answer that fits a JSON Schema, without a model: choices by the seed, the rest in a manner. Only what is required is
 * there. Covers the keywords of typed answers (not `pattern`, `format`, `allOf`); the same schema object is compiled once.
 */
export function standIn(schema: JsonSchema, seed: number, manner: Manner): unknown {
  let draw = compiled.get(schema);
  if (draw === undefined) {
    draw = compile(schema, schema);
    compiled.set(schema, draw);
  }
  return draw(seed, manner);
}

const SMALLEST: Manner = { text: (shortest) => "x".repeat(shortest), items: (least) => least, number: (low, high, share) => low + share * (high - low) };

/** The smallest answer that fits: shortest texts and lists. */
export const smallestAnswer = (schema: JsonSchema, seed: number): unknown => standIn(schema, seed, SMALLEST);
