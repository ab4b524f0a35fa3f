import type { JsonSchema } from "./json-schema";

/** How answers are where a schema leaves it open. */
export type AnswerStyle = {
  /** A text of so many characters at least and at most. */
  text(shortest: number, longest: number, seed: number): string;
  /** How long a list is. */
  items(least: number, most: number, seed: number): number;
  /** A number that is not whole; `share`, from 0 to 1, says where between the bounds. */
  number(low: number, high: number, share: number): number;
  /**
   * Where in its range a number lies, given a place drawn evenly, both from 0 to 1. Left out:
   * there.
   */
  position?(drawn: number): number;
  /** Which of several options is taken, by its place. Left out: each as often as any other. */
  choose?(options: readonly string[], seed: number): number;
};

/**
 * Draws an answer for a seed: like a given one as far as that is allowed here, where there is one.
 */
type Draw = (seed: number, manner: AnswerStyle, like?: unknown) => unknown;

/** Characters of a text without a limit. */
const DEFAULT_MAX_TEXT = 300;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const schemas = (value: unknown): JsonSchema[] =>
  Array.isArray(value) ? value.filter(isSchema) : [];
const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

/** Scrambles 32 bits (Mueller's hash), so that neighbouring seeds and fields differ. */
function mix(bits: number): number {
  let hash = bits | 0;
  hash = Math.imul((hash >>> 16) ^ hash, 0x45d9f3b);
  hash = Math.imul((hash >>> 16) ^ hash, 0x45d9f3b);
  return ((hash >>> 16) ^ hash) >>> 0;
}

function pick<T>(
  options: readonly T[],
  labels: () => readonly string[],
  seed: number,
  { choose }: AnswerStyle,
): T | undefined {
  return options[choose ? choose(labels(), mix(seed)) : mix(seed) % options.length];
}

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

const positionOf = (drawn: number, { position: place }: AnswerStyle): number =>
  place ? place(drawn) : drawn;

function compileNumber(schema: JsonSchema, whole: boolean): Draw {
  const least = numberOr(schema.minimum, numberOr(schema.exclusiveMinimum, Number.NaN) + 1);
  const most = numberOr(schema.maximum, numberOr(schema.exclusiveMaximum, Number.NaN) - 1);
  const from = Number.isNaN(least) ? (Number.isNaN(most) ? 0 : most - 10) : least;
  const low = whole ? Math.ceil(from) : from;
  const high = Number.isNaN(most) ? low + 10 : whole ? Math.floor(most) : most;
  if (high <= low) return () => low;
  return (seed, manner, like) => {
    if (typeof like === "number") return clamp(whole ? Math.round(like) : like, low, high);
    const count = high - low + 1;
    if (!whole) return manner.number(low, high, positionOf((mix(seed) % 101) / 100, manner));
    return manner.position
      ? low + Math.min(count - 1, Math.floor(manner.position((mix(seed) % count) / count) * count))
      : low + (mix(seed) % count);
  };
}

function compileArray(schema: JsonSchema, root: JsonSchema): Draw {
  const least = numberOr(schema.minItems, 0);
  const most = Math.max(least, numberOr(schema.maxItems, least + DEFAULT_EXTRA_ITEMS));
  const items = isSchema(schema.items) ? schema.items : {};
  const prefix = schemas(schema.prefixItems).map((each) => compile(each, root));
  const options = Array.isArray(items.enum) ? items.enum : null;
  const lengthOf = (seed: number, manner: AnswerStyle, longest: number, like: unknown): number =>
    Array.isArray(like)
      ? clamp(like.length, least, longest)
      : manner.items(least, longest, mix(seed));
  if (schema.uniqueItems === true && options !== null) {
    return (seed, manner, like) => {
      const length = lengthOf(seed, manner, Math.min(most, options.length), like);
      const kept: readonly unknown[] = Array.isArray(like)
        ? like.filter((one) => options.includes(one))
        : [];
      const others = Array.from(
        options,
        (_, at): unknown => options[(mix(seed) + at) % options.length],
      ).filter((one) => !kept.includes(one));
      return [...kept, ...others].slice(0, length);
    };
  }
  const item = compile(items, root);
  return (seed, manner, like) => {
    const given: readonly unknown[] = Array.isArray(like) ? like : [];
    return Array.from({ length: lengthOf(seed, manner, most, like) }, (_, at) =>
      (prefix[at] ?? item)(mix(seed + at), manner, given[at]),
    );
  };
}

/** More than the least, where a list has no upper limit. */
const DEFAULT_EXTRA_ITEMS = 4;

function compileObject(schema: JsonSchema, root: JsonSchema): Draw {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.entries(properties)
    .filter(([name]) => required.includes(name))
    .map(([name, value], at) => ({
      name,
      salt: Math.imul(at + 1, 0x9e3779b1),
      draw: compile(isSchema(value) ? value : {}, root),
    }));
  return (seed, manner, like) => {
    const given = isSchema(like) ? like : {};
    const answer: Record<string, unknown> = {};
    for (const { name, salt, draw } of fields)
      answer[name] = draw(mix(seed ^ salt), manner, given[name]);
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
  return (seed, manner, like) => (draw ??= resolve())(seed, manner, like);
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
      return (seed, manner, like) =>
        typeof like === "boolean" ? like : pick(BOOLEANS, () => BOOLEAN_LABELS, seed, manner);
    case "null":
      return () => null;
    default: {
      const shortest = numberOr(schema.minLength, 0);
      const longest = Math.max(shortest, numberOr(schema.maxLength, DEFAULT_MAX_TEXT));
      return (seed, manner, like) =>
        typeof like === "string" && like.length >= shortest
          ? like.slice(0, longest)
          : manner.text(shortest, longest, mix(seed));
    }
  }
}

/** By the parity of a mixed seed, even for true. */
const BOOLEANS = [true, false] as const;
const BOOLEAN_LABELS = BOOLEANS.map(String);

/** One of several schemas: the one that a given answer is of, else any. */
function compileBranches(branches: readonly JsonSchema[], root: JsonSchema): Draw {
  const draws = branches.map((branch) => compile(branch, root));
  return (seed, manner, like) => {
    const fitting =
      like === undefined ? -1 : branches.findIndex((branch) => matchesBranch(branch, like));
    if (fitting >= 0) return draws[fitting]?.(mix(seed + 1), manner, like);
    return pick(draws, () => branches.map(branchLabel), seed, manner)?.(mix(seed + 1), manner);
  };
}

/**
 * Whether a value is what a schema describes, as far as tells it from other branches: its kind and
 * its fixed fields.
 */
function matchesBranch(schema: JsonSchema, like: unknown): boolean {
  if ("const" in schema) return schema.const === like;
  if (schema.type === "null") return like === null;
  if (Array.isArray(schema.enum)) return typeof like === "string" || schema.enum.includes(like);
  if (Array.isArray(schema.type))
    return schema.type.some((type: unknown) => matchesBranch({ ...schema, type }, like));
  if (schema.type === "integer" || schema.type === "number") return typeof like === "number";
  if (schema.type === "array") return Array.isArray(like);
  if (schema.type === "string" || schema.type === "boolean") return typeof like === schema.type;
  return isSchema(like) && fixedFields(schema).every(([name, value]) => like[name] === value);
}

function fixedFields({ properties }: JsonSchema): readonly (readonly [string, unknown])[] {
  return Object.entries(isSchema(properties) ? properties : {}).flatMap(([name, field]) => {
    if (!isSchema(field)) return [];
    if ("const" in field) return [[name, field.const]];
    return Array.isArray(field.enum) && field.enum.length === 1
      ? [[name, field.enum[0] as unknown]]
      : [];
  });
}

/** What a branch is called: its fixed value or that of its first fixed field, else its kind. */
const branchLabel = (schema: JsonSchema): string =>
  "const" in schema ? String(schema.const) : String(fixedFields(schema)[0]?.[1] ?? schema.type);

function compile(schema: JsonSchema, root: JsonSchema): Draw {
  if (typeof schema.$ref === "string") return compileReference(schema.$ref, root);
  if ("const" in schema) return () => schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) {
    const options: readonly unknown[] = schema.enum;
    return (seed, manner, like) =>
      like !== undefined && options.includes(like)
        ? like
        : pick(options, () => options.map(String), seed, manner);
  }
  const branches = [...schemas(schema.anyOf), ...schemas(schema.oneOf)];
  if (branches.length > 0) return compileBranches(branches, root);
  const { type } = schema;
  if (!Array.isArray(type))
    return compileType(type ?? ("properties" in schema ? "object" : "string"), schema, root);
  return compileBranches(
    type.map((each) => ({ ...schema, type: each })),
    root,
  );
}

const compiledSchemas = new WeakMap<JsonSchema, Draw>();

/**
 * An answer that fits a JSON Schema, without a model: choices by the seed, the rest in a manner.
 * Only what is required is there. Covers the keywords of typed answers (not `pattern`, `format`,
 * `allOf`); the same schema object is compiled once. `like`: an answer to a similar question, which
 * is kept as far as it fits; where it names what is not on offer here, something else is drawn.
 */
export function sampleAnswer(
  schema: JsonSchema,
  seed: number,
  manner: AnswerStyle,
  like?: unknown,
): unknown {
  let draw = compiledSchemas.get(schema);
  if (draw === undefined) {
    draw = compile(schema, schema);
    compiledSchemas.set(schema, draw);
  }
  return draw(seed, manner, like);
}

const SMALLEST_STYLE: AnswerStyle = {
  text: (shortest) => "x".repeat(shortest),
  items: (least) => least,
  number: (low, high, share) => low + share * (high - low),
};

/** The smallest answer that fits: shortest texts and lists. */
export const smallestAnswer = (schema: JsonSchema, seed: number): unknown =>
  sampleAnswer(schema, seed, SMALLEST_STYLE);
