import { z } from "zod";
import { hashText } from "./hash";

/** A schema contains something that this server does not support, or that no value satisfies. */
export class SchemaError extends Error {
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(`${pointer === "" ? "/" : pointer}: ${message}`);
    this.name = "SchemaError";
  }
}

interface Described {
  readonly about: string;
}

export interface NumberNode extends Described {
  readonly kind: "number";
  readonly integer: boolean;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly exclusiveMinimum: boolean;
  readonly exclusiveMaximum: boolean;
  readonly multipleOf: number | null;
}

export interface TextNode extends Described {
  readonly kind: "text";
  readonly minLength: number;
  readonly maxLength: number | null;
  readonly format: string | null;
}

export interface ListNode extends Described {
  readonly kind: "list";
  readonly items: SchemaNode;
  readonly min: number;
  readonly max: number | null;
  readonly unique: boolean;
}

export interface Property {
  readonly name: string;
  readonly node: SchemaNode;
  readonly required: boolean;
}

export interface ObjectNode extends Described {
  readonly kind: "object";
  readonly properties: readonly Property[];
}

export interface EnumNode extends Described {
  readonly kind: "enum";
  readonly values: readonly unknown[];
}

export interface ChoiceNode extends Described {
  readonly kind: "choice";
  readonly branches: readonly SchemaNode[];
}

/** A reference that may be recursive, resolved only while answering. */
export interface ReferenceNode extends Described {
  readonly kind: "reference";
  readonly target: () => SchemaNode;
}

export type SchemaNode =
  | NumberNode
  | TextNode
  | ListNode
  | ObjectNode
  | EnumNode
  | ChoiceNode
  | ReferenceNode
  | (Described & { readonly kind: "boolean" });

type Raw = Record<string, unknown>;

const REFUSED = [
  "pattern",
  "not",
  "if",
  "patternProperties",
  "dependentRequired",
  "dependentSchemas",
  "contains",
  "minProperties",
  "prefixItems",
  "propertyNames",
];
const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"] as const;
const finite = z.number();
const positive = finite.positive();
const count = z.number().int().min(0);
const names = z.array(z.string());
// Larger schemas would exhaust the memory.
const MAX_MIN_LENGTH = 100_000;
const MAX_MIN_ITEMS = 10_000;

function asRaw(value: unknown, pointer: string): Raw {
  if (value === true) return {};
  if (!isRaw(value)) throw new SchemaError(pointer, "expected a schema object");
  return value;
}

// Not a zod record, which drops a property called "__proto__".
function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function read<T>({
  raw,
  key,
  schema,
  pointer,
}: {
  readonly raw: Raw;
  readonly key: string;
  readonly schema: z.ZodType<T>;
  readonly pointer: string;
}): T | null {
  if (raw[key] === undefined) return null;
  const parsed = schema.safeParse(raw[key]);
  if (!parsed.success)
    throw new SchemaError(`${pointer}/${key}`, parsed.error.issues[0]?.message ?? "invalid");
  return parsed.data;
}

class Compiler {
  readonly #references = new Map<string, SchemaNode>();

  constructor(readonly root: Raw) {}

  compile(value: unknown, pointer: string): SchemaNode {
    const raw = asRaw(value, pointer);
    const refused = REFUSED.find((keyword) => raw[keyword] !== undefined);
    if (refused !== undefined)
      throw new SchemaError(
        `${pointer}/${refused}`,
        `the demo model does not support "${refused}"`,
      );
    const about = [raw.title, raw.description]
      .filter((text) => typeof text === "string")
      .join(". ");

    if (typeof raw.$ref === "string") return this.#reference(raw.$ref, pointer, about);
    if (Array.isArray(raw.allOf))
      return this.compile(this.#mergeAll(raw, raw.allOf, pointer), pointer);
    const branches = raw.anyOf ?? raw.oneOf;
    if (Array.isArray(branches)) return this.#choice(raw, branches, pointer, about);
    if (Array.isArray(raw.enum)) {
      if (raw.enum.length === 0) throw new SchemaError(`${pointer}/enum`, "no value is allowed");
      return { kind: "enum", values: raw.enum, about };
    }
    if (raw.const !== undefined) return { kind: "enum", values: [raw.const], about };
    if (Array.isArray(raw.type)) {
      const types = raw.type.map((type) => this.compile({ ...raw, type }, pointer));
      return types.length === 1 && types[0] ? types[0] : { kind: "choice", branches: types, about };
    }
    const node = this.#byType(raw, pointer, about);
    return raw.nullable === true
      ? { kind: "choice", branches: [node, { kind: "enum", values: [null], about: "" }], about }
      : node;
  }

  #byType(raw: Raw, pointer: string, about: string): SchemaNode {
    const type = TYPES.find((known) => known === raw.type) ?? this.#guessType(raw, pointer);
    switch (type) {
      case "null":
        return { kind: "enum", values: [null], about };
      case "boolean":
        return { kind: "boolean", about };
      case "string":
        return this.#text(raw, pointer, about);
      case "integer":
      case "number":
        return this.#number(raw, type === "integer", pointer, about);
      case "array":
        return this.#list(raw, pointer, about);
      case "object":
        return this.#object(raw, pointer, about);
    }
  }

  #guessType(raw: Raw, pointer: string): (typeof TYPES)[number] {
    if (raw.type !== undefined)
      throw new SchemaError(`${pointer}/type`, `unknown type ${JSON.stringify(raw.type)}`);
    if (raw.properties !== undefined) return "object";
    if (raw.items !== undefined) return "array";
    if (raw.minimum !== undefined || raw.maximum !== undefined) return "number";
    return "string";
  }

  #text(raw: Raw, pointer: string, about: string): TextNode {
    const minLength = read({ raw, key: "minLength", schema: count, pointer }) ?? 0;
    const maxLength = read({ raw, key: "maxLength", schema: count, pointer });
    if (minLength > MAX_MIN_LENGTH)
      throw new SchemaError(`${pointer}/minLength`, `above the limit of ${MAX_MIN_LENGTH}`);
    if (maxLength !== null && minLength > maxLength)
      throw new SchemaError(pointer, "minLength is above maxLength");
    return {
      kind: "text",
      minLength,
      maxLength,
      format: typeof raw.format === "string" ? raw.format : null,
      about,
    };
  }

  #number(raw: Raw, integer: boolean, pointer: string, about: string): NumberNode {
    const multipleOf = read({ raw, key: "multipleOf", schema: positive, pointer });
    const bound = (
      key: "minimum" | "maximum",
      exclusiveKey: string,
      stricter: (a: number, b: number) => number,
    ) => {
      const inclusive = read({ raw, key, schema: finite, pointer });
      const exclusive = read({ raw, key: exclusiveKey, schema: finite, pointer });
      if (exclusive === null) return { value: inclusive, exclusive: false };
      const value = inclusive === null ? exclusive : stricter(inclusive, exclusive);
      return { value, exclusive: value === exclusive };
    };
    const low = bound("minimum", "exclusiveMinimum", Math.max);
    const high = bound("maximum", "exclusiveMaximum", Math.min);
    let { value: minimum } = low;
    let { value: maximum } = high;
    let { exclusive: exclusiveMinimum } = low;
    let { exclusive: exclusiveMaximum } = high;
    if (integer) {
      if (minimum !== null)
        minimum = exclusiveMinimum ? Math.floor(minimum) + 1 : Math.ceil(minimum);
      if (maximum !== null)
        maximum = exclusiveMaximum ? Math.ceil(maximum) - 1 : Math.floor(maximum);
      exclusiveMinimum = exclusiveMaximum = false;
    }
    if (minimum !== null && maximum !== null) {
      const empty =
        minimum > maximum || (minimum === maximum && (exclusiveMinimum || exclusiveMaximum));
      const offGrid =
        multipleOf !== null &&
        Math.ceil(minimum / multipleOf - 1e-9) > Math.floor(maximum / multipleOf + 1e-9);
      if (empty || offGrid) throw new SchemaError(pointer, "no number satisfies the bounds");
    }
    // A multiple is an integer only if the step is one.
    if (integer && multipleOf !== null && !Number.isInteger(multipleOf))
      throw new SchemaError(`${pointer}/multipleOf`, "expected a whole number");
    return {
      kind: "number",
      integer,
      minimum,
      maximum,
      exclusiveMinimum,
      exclusiveMaximum,
      multipleOf,
      about,
    };
  }

  #list(raw: Raw, pointer: string, about: string): ListNode {
    const min = read({ raw, key: "minItems", schema: count, pointer }) ?? 0;
    const max = read({ raw, key: "maxItems", schema: count, pointer });
    if (min > MAX_MIN_ITEMS)
      throw new SchemaError(`${pointer}/minItems`, `above the limit of ${MAX_MIN_ITEMS}`);
    if (max !== null && min > max) throw new SchemaError(pointer, "minItems is above maxItems");
    return {
      kind: "list",
      items: this.compile(raw.items ?? {}, `${pointer}/items`),
      min,
      max,
      unique: raw.uniqueItems === true,
      about,
    };
  }

  #object(raw: Raw, pointer: string, about: string): ObjectNode {
    const properties = asRaw(raw.properties ?? {}, `${pointer}/properties`);
    const required = new Set(read({ raw, key: "required", schema: names, pointer }) ?? []);
    const compiled: Property[] = Object.entries(properties).map(([name, value]) => ({
      name,
      node: this.compile(value, `${pointer}/properties/${name}`),
      required: required.has(name),
    }));
    for (const name of required) {
      if (!Object.hasOwn(properties, name)) {
        if (raw.additionalProperties === false)
          throw new SchemaError(`${pointer}/required`, `"${name}" is required and forbidden`);
        compiled.push({
          name,
          node: this.compile(raw.additionalProperties ?? {}, pointer),
          required: true,
        });
      }
    }
    return { kind: "object", properties: compiled, about };
  }

  #choice(raw: Raw, branches: readonly unknown[], pointer: string, about: string): SchemaNode {
    const shared = without(raw, ["anyOf", "oneOf", "title", "description"]);
    const keyword = raw.anyOf === undefined ? "oneOf" : "anyOf";
    const compiled = branches.map((branch, index) => {
      const at = `${pointer}/${keyword}/${index}`;
      return this.compile(merge(shared, asRaw(branch, at)), at);
    });
    if (compiled.length === 0)
      throw new SchemaError(`${pointer}/${keyword}`, "no branch is allowed");
    return { kind: "choice", branches: compiled, about };
  }

  #mergeAll(raw: Raw, parts: readonly unknown[], pointer: string): Raw {
    return parts.reduce<Raw>(
      (merged, part, index) =>
        merge(merged, this.#resolve(asRaw(part, `${pointer}/allOf/${index}`), pointer)),
      without(raw, ["allOf"]),
    );
  }

  #resolve(raw: Raw, pointer: string): Raw {
    return typeof raw.$ref === "string" ? asRaw(this.#lookUp(raw.$ref, pointer), pointer) : raw;
  }

  #reference(ref: string, pointer: string, about: string): SchemaNode {
    if (!this.#references.has(ref)) {
      const target = this.#lookUp(ref, pointer);
      const holder: { node?: SchemaNode } = {};
      // Registered before it is compiled, so that recursive schemas end.
      this.#references.set(ref, {
        kind: "reference",
        about,
        target: () => {
          if (!holder.node) throw new SchemaError(pointer, `"${ref}" refers to itself only`);
          return holder.node;
        },
      });
      holder.node = this.compile(target, ref.slice(1));
    }
    const node = this.#references.get(ref);
    if (!node) throw new SchemaError(pointer, `cannot resolve "${ref}"`);
    return node;
  }

  #lookUp(ref: string, pointer: string): unknown {
    if (!ref.startsWith("#"))
      throw new SchemaError(`${pointer}/$ref`, "only references inside the schema are supported");
    let at: unknown = this.root;
    for (const step of ref
      .slice(1)
      .split("/")
      .filter((part) => part !== "")) {
      const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
      at =
        typeof at === "object" && at !== null && Object.hasOwn(at, key)
          ? Reflect.get(at, key)
          : undefined;
    }
    if (at === undefined) throw new SchemaError(`${pointer}/$ref`, `cannot resolve "${ref}"`);
    return at;
  }
}

function without(raw: Raw, keywords: readonly string[]): Raw {
  return Object.fromEntries(Object.entries(raw).filter(([keyword]) => !keywords.includes(keyword)));
}

function merge(one: Raw, other: Raw): Raw {
  const merged: Raw = { ...one, ...other };
  if (isRaw(one.properties) && isRaw(other.properties))
    merged.properties = { ...one.properties, ...other.properties };
  if (Array.isArray(one.required) && Array.isArray(other.required))
    merged.required = [...new Set([...one.required, ...other.required])];
  return merged;
}

export interface CompiledSchema {
  readonly root: SchemaNode;
  /** Identifies the schema in the draws. */
  readonly hash: number;
}

const MAX_CACHED = 2_000;
const cache = new Map<string, CompiledSchema>();

/**
 * Compiles a JSON Schema, the part of the language that typed answers use (see README), once per
 * schema.
 * @throws SchemaError with the JSON pointer of an unsupported or unsatisfiable part
 */
export function compileSchema(schema: unknown): CompiledSchema {
  const text = JSON.stringify(schema);
  const known = cache.get(text);
  if (known) return known;
  const compiled = {
    root: new Compiler(asRaw(schema, "")).compile(schema, ""),
    hash: hashText(text),
  };
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(text, compiled);
  return compiled;
}
