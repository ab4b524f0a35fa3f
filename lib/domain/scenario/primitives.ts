import { z } from "zod";

/**
 * Names become variables of expressions, columns of CSVs and keys of JSON schemas, so they are
 * plain words.
 */
export const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, "use letters, digits and underscores, starting with a letter")
  .max(60)
  .meta({ title: "Name" });

/** Names bound by the expression language or the engine. */
export const RESERVED_NAMES = new Set([
  "self",
  "arg",
  "row",
  "it",
  "world",
  "param",
  "round",
  "view",
  "true",
  "false",
  "null",
  "in",
  "id",
  "source",
  "target",
  "addressed",
  "decisions",
]);

/**
 * A CEL expression in which every number is a double. A JSON number or boolean stands for itself,
 * so `"min": 0` and `"min": "0"` mean the same; a JSON string is always an expression, never a text
 * constant.
 */
export const expression = z
  .union([z.string().min(1).max(4_000), z.number(), z.boolean()])
  .meta({ title: "Expression (CEL)" });
export type Expression = z.infer<typeof expression>;

/** A Liquid template with the same names in scope as expressions, read-only. */
export const template = z.string().max(20_000).meta({ title: "Template (Liquid)" });

export const label = z.string().min(1).max(200);
export const prose = z.string().max(10_000);

/**
 * A value as it stands in a row, an answer or a parameter. Refs are the id of the row they point
 * to.
 */
export type Value = number | string | boolean | null | readonly Value[];
export const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(value)]),
);

/**
 * The types of single values, of attributes and of answers alike; lists and records are made of
 * these.
 */
export const scalarType = z.enum(["boolean", "integer", "number", "category", "ref", "text"]);
export type ScalarType = z.infer<typeof scalarType>;

/** A record keyed by names, in the order in which its author wrote it. */
export const recordByName = <Schema extends z.ZodType>(schema: Schema) => z.record(name, schema);
