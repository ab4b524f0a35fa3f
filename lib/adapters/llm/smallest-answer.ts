import type { JsonSchema } from "@/lib/engine/ports";

/** Draws an answer for a seed. */
type Draw = (seed: number) => unknown;

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
  return whole ? (seed) => low + (mix(seed) % (high - low + 1)) : (seed) => low + ((mix(seed) % 101) / 100) * (high - low);
}

function compileArray(schema: JsonSchema, root: JsonSchema): Draw {
  const length = numberOr(schema.minItems, 0);
  const items = isSchema(schema.items) ? schema.items : {};
  const prefix = schemas(schema.prefixItems).map((each) => compile(each, root));
  const options = Array.isArray(items.enum) ? items.enum : null;
  if (schema.uniqueItems === true && options !== null) {
    return (seed) => Array.from({ length }, (_, at) => options[(mix(seed) + at) % options.length]);
  }
  const item = compile(items, root);
  return (seed) => Array.from({ length }, (_, at) => (prefix[at] ?? item)(mix(seed + at)));
}

function compileObject(schema: JsonSchema, root: JsonSchema): Draw {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.entries(properties)
    .filter(([name]) => required.includes(name))
    .map(([name, value], at) => ({ name, salt: Math.imul(at + 1, 0x9e3779b1), draw: compile(isSchema(value) ? value : {}, root) }));
  return (seed) => {
    const answer: Record<string, unknown> = {};
    for (const { name, salt, draw } of fields) answer[name] = draw(mix(seed ^ salt));
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
  return (seed) => (draw ??= resolve())(seed);
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
      const text = "x".repeat(numberOr(schema.minLength, 0));
      return () => text;
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
    return (seed) => pick(draws, seed)?.(mix(seed + 1));
  }
  const { type } = schema;
  if (!Array.isArray(type)) return compileType(type ?? ("properties" in schema ? "object" : "string"), schema, root);
  const draws = type.map((each) => compileType(each, schema, root));
  return (seed) => pick(draws, seed)?.(mix(seed + 1));
}

const compiled = new WeakMap<JsonSchema, Draw>();

/**
 * The smallest answer that fits a JSON Schema: only what is required, shortest texts and lists, choices by the seed. Covers
 * the keywords of typed answers (not `pattern`, `format`, `allOf`); the same schema object is compiled once.
 */
export function smallestAnswer(schema: JsonSchema, seed: number): unknown {
  let draw = compiled.get(schema);
  if (draw === undefined) {
    draw = compile(schema, schema);
    compiled.set(schema, draw);
  }
  return draw(seed);
}
