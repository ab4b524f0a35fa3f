import { z } from "zod";
import { expression, label, name, prose, scalarType, type ScalarType } from "./primitives";

/**
 * The typed-answer schema: inputs of actions, items of questionnaires and per-turn inputs of
 * conversations. From it derive the JSON schema sent to the model, the parser, the form a person
 * fills, the CSV columns and the annotation control (`lib/domain/answers`).
 */
const common = {
  label: label.optional(),
  description: prose.optional(),
  /** The model may answer null. */
  optional: z.boolean().default(false),
};

const { enum: type } = scalarType;

const scalar = {
  boolean: z.strictObject({ ...common, type: z.literal(type.boolean) }),
  integer: z.strictObject({
    ...common,
    type: z.literal(type.integer),
    min: expression.optional(),
    max: expression.optional(),
  }),
  number: z.strictObject({
    ...common,
    type: z.literal(type.number),
    min: expression.optional(),
    max: expression.optional(),
  }),
  category: z.strictObject({
    ...common,
    type: z.literal(type.category),
    /** Fixed options, or an expression that yields a list of texts. */
    options: z.union([z.array(z.string().min(1).max(300)).min(1).max(500), expression]),
    /** Whether the options are in order, lowest first; only of fixed options. */
    ordered: z.boolean().optional(),
  }),
  ref: z.strictObject({
    ...common,
    type: z.literal(type.ref),
    /** The rows to choose from: a view by name, or … */
    view: name.optional(),
    /** … an expression that yields a list of rows. */
    from: expression.optional(),
  }),
  text: z.strictObject({
    ...common,
    type: z.literal(type.text),
    /** Longest answer, in characters. */
    maxLength: z.int().min(1).max(20_000).default(500),
    minLength: z.int().min(0).default(0),
  }),
} satisfies Record<ScalarType, z.ZodObject>;

const item = z.discriminatedUnion("type", [
  scalar.boolean,
  scalar.integer,
  scalar.number,
  scalar.category,
  scalar.ref,
  scalar.text,
]);

/** The types of answers that can be declared, and `records`, which only the engine makes. */
export const answerType = z.enum([...scalarType.options, "list", "records"]);
export type AnswerType = z.infer<typeof answerType>;

export const answerInput = z.discriminatedUnion("type", [
  scalar.boolean,
  scalar.integer,
  scalar.number,
  scalar.category,
  scalar.ref,
  scalar.text,
  z.strictObject({
    ...common,
    type: z.literal("list"),
    of: item,
    minItems: z.int().min(0).default(0),
    maxItems: z.int().min(1).max(1_000).default(20),
  }),
]);
export type AnswerInput = z.infer<typeof answerInput>;
export type AnswerItem = z.infer<typeof item>;
