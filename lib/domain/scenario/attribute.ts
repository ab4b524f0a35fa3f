import { z } from "zod";
import { modelGroup } from "./model";
import { expression, label, name, prose, scalarType, template, value } from "./primitives";

const amount = expression;

/**
 * How the initial value of an attribute is drawn. Parameters of distributions may be expressions.
 */
const distribution = z.discriminatedUnion("distribution", [
  z.strictObject({ distribution: z.literal("uniform"), min: amount, max: amount }),
  z.strictObject({ distribution: z.literal("normal"), mean: amount, sd: amount }),
  z.strictObject({
    distribution: z.literal("truncatedNormal"),
    mean: amount,
    sd: amount,
    min: amount,
    max: amount,
  }),
  z.strictObject({ distribution: z.literal("lognormal"), meanLog: amount, sdLog: amount }),
  z.strictObject({ distribution: z.literal("exponential"), mean: amount }),
  z.strictObject({ distribution: z.literal("poisson"), mean: amount }),
  /** One weight per option of the category, or per value of `values`. */
  z.strictObject({
    distribution: z.literal("categorical"),
    weights: z.array(amount).min(1),
    values: z.array(value).optional(),
  }),
]);
export type Distribution = z.infer<typeof distribution>;

export type Init =
  | z.infer<typeof expression>
  | Distribution
  | { constant: z.infer<typeof value> }
  | { given: string; cases: Record<string, Init>; otherwise?: Init | undefined }
  | { column: string; key?: string | undefined; otherwise?: Init | undefined }
  | { written: string; maxLength: number; model?: string | undefined };

export const init: z.ZodType<Init> = z.lazy(() =>
  z.union([
    expression,
    distribution,
    z.strictObject({ constant: value }),
    /** A conditional table: which init to use follows from an earlier attribute of the same row. */
    z.strictObject({ given: name, cases: z.record(z.string(), init), otherwise: init.optional() }),
    /**
     * A column of the dataset row this row was made from; for refs the id, ordinal or `key`
     * attribute of the target row. `otherwise` is the default value, for empty cells and for rows
     * inserted later.
     */
    z.strictObject({ column: z.string().min(1), key: name.optional(), otherwise: init.optional() }),
    /**
     * A text that the model writes once at setup; `model` is the group of endpoints, by default the
     * agent's own.
     */
    z.strictObject({
      written: template,
      maxLength: z.int().min(1).max(20_000).default(600),
      model: modelGroup.optional(),
    }),
  ]),
);

const visibility = z.enum(["self", "public", "nobody"]);
export type Visibility = z.infer<typeof visibility>;

const common = {
  label: label.optional(),
  description: prose.optional(),
  unit: label.optional(),
  /**
   * Who may see the value. Default: `self` for agents, `public` for tables, networks and the
   * world.
   */
  visible: visibility.optional(),
  /** Whether the value may change after set-up. Only dynamic attributes may be `set`. */
  dynamic: z.boolean().default(false),
  init: init.optional(),
};

/** Whether the options are in order, lowest first, so that they can be compared and sorted. */
export const ordered = z.boolean().optional();

export const attributeItem = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("number") }),
  z.strictObject({ type: z.literal("integer") }),
  z.strictObject({ type: z.literal("boolean") }),
  z.strictObject({ type: z.literal("text") }),
  z.strictObject({
    type: z.literal("category"),
    options: z.array(z.string().min(1)).min(1),
    ordered,
  }),
  z.strictObject({ type: z.literal("ref"), to: name }),
]);

export const attribute = z.discriminatedUnion("type", [
  z.strictObject({
    ...common,
    type: z.literal("number"),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal("integer"),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.strictObject({ ...common, type: z.literal("boolean") }),
  z.strictObject({ ...common, type: z.literal("text") }),
  z.strictObject({
    ...common,
    type: z.literal("category"),
    options: z.array(z.string().min(1)).min(1),
    ordered,
  }),
  z.strictObject({ ...common, type: z.literal("ref"), to: name }),
  z.strictObject({ ...common, type: z.literal("list"), of: attributeItem }),
]);
/** The types of attributes. */
export const attributeType = z.enum([...scalarType.options, "list"]);
export type Attribute = z.infer<typeof attribute>;
export type AttributeItem = z.infer<typeof attributeItem>;
