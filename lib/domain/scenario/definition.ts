import { z } from "zod";
import { attributeItem, ordered } from "./attribute";
import { effects } from "./effect";
import { expression, name, prose } from "./primitives";

const common = {
  /** Whether the value may be null. */
  optional: z.boolean().optional(),
};

const definedType = z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("number") }),
  z.strictObject({ ...common, type: z.literal("integer") }),
  z.strictObject({ ...common, type: z.literal("boolean") }),
  z.strictObject({ ...common, type: z.literal("text") }),
  z.strictObject({
    ...common,
    type: z.literal("category"),
    options: z.array(z.string().min(1)).min(1),
    ordered,
  }),
  /** A row of a table: an agent of this type, a tie of this network. */
  z.strictObject({ ...common, type: z.literal("ref"), to: name }),
  z.strictObject({ ...common, type: z.literal("list"), of: attributeItem }),
]);
/** The type of a parameter or of the value of a definition. */
export type DefinedType = z.infer<typeof definedType>;

/** By name, in the order of a call. */
const params = z.record(name, definedType).default({});

/**
 * A named expression: a function of its parameters that every expression of the scenario may call,
 * and every template as a filter.
 */
export const definition = z.strictObject({
  description: prose.optional(),
  params,
  /** The type of the value; by default that of the expression. */
  returns: definedType.optional(),
  /** Sees the parameters, `param`, `world`, `round` and the tables; never `self`. */
  value: expression,
});

/** Named effects with parameters, applied by the effect `call`. */
export const procedure = z.strictObject({
  description: prose.optional(),
  params,
  /** They see the parameters, `param`, `world`, `round` and the tables; never `self`. */
  do: effects,
});
