import type { JsonSchema } from "./json-schema";

/** Decides what a schema leaves open: lengths, numbers and preferences. */
export type AnswerStyle = {
  /** Returns a text whose length is within the bounds. */
  text(shortest: number, longest: number, seed: number): string;
  /** Returns the length of a list. */
  items(least: number, most: number, seed: number): number;
  /** Returns a non-integer; `share`, from 0 to 1, is its relative position between the bounds. */
  number(low: number, high: number, share: number): number;
  /**
   * Maps a uniform draw from [0, 1) to a relative position in the range. Default: identity.
   */
  position?(drawn: number): number;
  /** Returns the index of the option taken. Default: uniform. */
  choose?(options: readonly string[], seed: number): number;
};

/**
 * Draws an answer for a seed, as close to `similar` as the schema allows.
 */
type Draw = (seed: number, style: AnswerStyle, similar?: unknown) => unknown;

/** Maximum length of a text whose schema has none. */
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

const positionOf = (drawn: number, { position }: AnswerStyle): number =>
  position ? position(drawn) : drawn;

function compileNumber(schema: JsonSchema, whole: boolean): Draw {
  const least = numberOr(schema.minimum, numberOr(schema.exclusiveMinimum, Number.NaN) + 1);
  const most = numberOr(schema.maximum, numberOr(schema.exclusiveMaximum, Number.NaN) - 1);
  const from = Number.isNaN(least) ? (Number.isNaN(most) ? 0 : most - 10) : least;
  const low = whole ? Math.ceil(from) : from;
  const high = Number.isNaN(most) ? low + 10 : whole ? Math.floor(most) : most;
  if (high <= low) return () => low;
  return (seed, style, similar) => {
    if (typeof similar === "number") return clamp(whole ? Math.round(similar) : similar, low, high);
    const count = high - low + 1;
    if (!whole) return style.number(low, high, positionOf((mix(seed) % 101) / 100, style));
    return style.position
      ? low + Math.min(count - 1, Math.floor(style.position((mix(seed) % count) / count) * count))
      : low + (mix(seed) % count);
  };
}

function compileArray(schema: JsonSchema, root: JsonSchema): Draw {
  const least = numberOr(schema.minItems, 0);
  const most = Math.max(least, numberOr(schema.maxItems, least + DEFAULT_EXTRA_ITEMS));
  const items = isSchema(schema.items) ? schema.items : {};
  const prefix = schemas(schema.prefixItems).map((each) => compile(each, root));
  const options = Array.isArray(items.enum) ? items.enum : null;
  const lengthOf = (seed: number, style: AnswerStyle, longest: number, similar: unknown): number =>
    Array.isArray(similar)
      ? clamp(similar.length, least, longest)
      : style.items(least, longest, mix(seed));
  if (schema.uniqueItems === true && options !== null) {
    return (seed, style, similar) => {
      const length = lengthOf(seed, style, Math.min(most, options.length), similar);
      const retained: readonly unknown[] = Array.isArray(similar)
        ? similar.filter((one) => options.includes(one))
        : [];
      const others = Array.from(
        options,
        (_, at): unknown => options[(mix(seed) + at) % options.length],
      ).filter((one) => !retained.includes(one));
      return [...retained, ...others].slice(0, length);
    };
  }
  const item = compile(items, root);
  return (seed, style, similar) => {
    const given: readonly unknown[] = Array.isArray(similar) ? similar : [];
    return Array.from({ length: lengthOf(seed, style, most, similar) }, (_, at) =>
      (prefix[at] ?? item)(mix(seed + at), style, given[at]),
    );
  };
}

/** Items above the minimum of a list whose schema has no maximum. */
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
  return (seed, style, similar) => {
    const given = isSchema(similar) ? similar : {};
    const answer: Record<string, unknown> = {};
    for (const { name, salt, draw } of fields)
      answer[name] = draw(mix(seed ^ salt), style, given[name]);
    return answer;
  };
}

function compileReference(reference: string, root: JsonSchema): Draw {
  let draw: Draw | undefined;
  const resolve = (): Draw => {
    let node: unknown = root;
    for (const step of reference.replace(/^#\/?/, "").split("/")) {
      node = isSchema(node) ? node[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
    }
    return compile(isSchema(node) ? node : {}, root);
  };
  // Resolved at the first draw: a schema may be recursive.
  return (seed, style, similar) => (draw ??= resolve())(seed, style, similar);
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
      return (seed, style, similar) =>
        typeof similar === "boolean" ? similar : pick(BOOLEANS, () => BOOLEAN_LABELS, seed, style);
    case "null":
      return () => null;
    default: {
      const shortest = numberOr(schema.minLength, 0);
      const longest = Math.max(shortest, numberOr(schema.maxLength, DEFAULT_MAX_TEXT));
      return (seed, style, similar) =>
        typeof similar === "string" && similar.length >= shortest
          ? similar.slice(0, longest)
          : style.text(shortest, longest, mix(seed));
    }
  }
}

/** An even mixed seed draws true. */
const BOOLEANS = [true, false] as const;
const BOOLEAN_LABELS = BOOLEANS.map(String);

/** One of several schemas: the branch that `similar` matches, else a drawn one. */
function compileBranches(branches: readonly JsonSchema[], root: JsonSchema): Draw {
  const draws = branches.map((branch) => compile(branch, root));
  return (seed, style, similar) => {
    const fitting =
      similar === undefined ? -1 : branches.findIndex((branch) => matchesBranch(branch, similar));
    if (fitting >= 0) return draws[fitting]?.(mix(seed + 1), style, similar);
    return pick(draws, () => branches.map(branchLabel), seed, style)?.(mix(seed + 1), style);
  };
}

/**
 * Whether a value matches a branch by its type and constant fields, which tell branches apart.
 */
function matchesBranch(schema: JsonSchema, similar: unknown): boolean {
  if ("const" in schema) return schema.const === similar;
  if (schema.type === "null") return similar === null;
  if (Array.isArray(schema.enum))
    return typeof similar === "string" || schema.enum.includes(similar);
  if (Array.isArray(schema.type))
    return schema.type.some((type: unknown) => matchesBranch({ ...schema, type }, similar));
  if (schema.type === "integer" || schema.type === "number") return typeof similar === "number";
  if (schema.type === "array") return Array.isArray(similar);
  if (schema.type === "string" || schema.type === "boolean") return typeof similar === schema.type;
  return isSchema(similar) && fixedFields(schema).every(([name, value]) => similar[name] === value);
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

/** Label of a branch: its constant, that of its first constant field, or its type. */
const branchLabel = (schema: JsonSchema): string =>
  "const" in schema ? String(schema.const) : String(fixedFields(schema)[0]?.[1] ?? schema.type);

function compile(schema: JsonSchema, root: JsonSchema): Draw {
  if (typeof schema.$ref === "string") return compileReference(schema.$ref, root);
  if ("const" in schema) return () => schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) {
    const options: readonly unknown[] = schema.enum;
    return (seed, style, similar) =>
      similar !== undefined && options.includes(similar)
        ? similar
        : pick(options, () => options.map(String), seed, style);
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
 * Returns an answer that satisfies a JSON Schema without a model: options are drawn by the seed,
 * open values by the style. Optional properties are omitted. Covers the keywords of typed answers
 * (not `pattern`, `format`, `allOf`); each schema object is compiled once. `similar` is an answer
 * to a related question: whatever of it is valid here is kept, the rest is drawn.
 */
export function sampleAnswer(
  schema: JsonSchema,
  seed: number,
  style: AnswerStyle,
  similar?: unknown,
): unknown {
  let draw = compiledSchemas.get(schema);
  if (draw === undefined) {
    draw = compile(schema, schema);
    compiledSchemas.set(schema, draw);
  }
  return draw(seed, style, similar);
}

const SMALLEST_STYLE: AnswerStyle = {
  text: (shortest) => "x".repeat(shortest),
  items: (least) => least,
  number: (low, high, share) => low + share * (high - low),
};

/** Returns the smallest valid answer: shortest texts and lists. */
export const smallestAnswer = (schema: JsonSchema, seed: number): unknown =>
  sampleAnswer(schema, seed, SMALLEST_STYLE);
