import {
  actionKey,
  effectiveBounds,
  findImpossibleInput,
  type ResolvedAnswer,
  type ResolvedInput,
  type ResolvedInputs,
  impossibleReason,
} from "./resolved-answer";

/** A JSON Schema document. */
export type JsonSchema = { readonly [key: string]: unknown };

/**
 * Returns the JSON Schema of the answer, within the rules of strict structured outputs: the root is
 * an object, every property is required, no others are allowed, optional inputs are `anyOf` with
 * null, and each alternative of a choice begins with its discriminator. `one` is the object of its
 * inputs; `choice` is `{ "choice": { "action": …, …inputs } }`. Bounds and lengths are included;
 * `withoutLimits` removes them for servers that reject them.
 *
 * @throws RangeError when no answer is possible (see `impossibility`).
 */
export function answerJsonSchema(answer: ResolvedAnswer): JsonSchema {
  if (answer.kind === "one") return inputsSchema(answer.inputs, {});
  const key = actionKey(answer.actions);
  const alternatives = Object.entries(answer.actions).map(([name, action]) => ({
    ...inputsSchema(action.inputs, { [key]: { type: "string", enum: [name] } }),
    ...descriptionKeyword(action),
  }));
  if (alternatives.length === 0) throw new RangeError("there is no action to choose");
  return objectOf({ choice: { anyOf: alternatives } });
}

function inputsSchema(
  inputs: ResolvedInputs,
  first: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const reason = findImpossibleInput(inputs);
  if (reason !== undefined) throw new RangeError(`no answer is possible: ${reason}`);
  return objectOf(propertiesOf(inputs, first));
}

function propertiesOf(
  inputs: ResolvedInputs,
  first: Readonly<Record<string, JsonSchema>> = {},
): Record<string, JsonSchema> {
  const properties = { ...first };
  // A schema is written for every prompt: nothing is copied that need not be.
  for (const [name, input] of Object.entries(inputs))
    properties[name] = hasDescription(input)
      ? { ...inputSchema(input), ...descriptionKeyword(input) }
      : inputSchema(input);
  return properties;
}

type Described = { readonly label?: string; readonly description?: string };

const hasDescription = ({ label, description }: Described): boolean =>
  label !== undefined || description !== undefined;

const objectOf = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

function descriptionKeyword(what: Described): JsonSchema {
  if (!hasDescription(what)) return {};
  const text = [what.label, what.description]
    .filter((part) => part !== undefined && part !== "")
    .join(": ");
  return text === "" ? {} : { description: text };
}

function inputSchema(input: ResolvedInput): JsonSchema {
  const nothing = { type: "null" };
  if (input.optional !== true) return valueSchema(input);
  return impossibleReason(input) === undefined ? { anyOf: [valueSchema(input), nothing] } : nothing;
}

function valueSchema(input: ResolvedInput): JsonSchema {
  switch (input.type) {
    case "boolean":
      return { type: "boolean" };
    case "integer":
    case "number": {
      const { min, max } = effectiveBounds(input);
      const { type } = input;
      if (min === undefined) return max === undefined ? { type } : { type, maximum: max };
      return max === undefined ? { type, minimum: min } : { type, minimum: min, maximum: max };
    }
    case "category":
      return { type: "string", enum: [...new Set(input.options)] };
    case "ref":
      return { type: "string", enum: [...new Set(input.options.map(({ id }) => id))] };
    case "text":
      return {
        type: "string",
        ...(input.minLength > 0 ? { minLength: input.minLength } : {}),
        maxLength: input.maxLength,
      };
    case "list": {
      // A list of impossible items can only be empty; an empty enum is not a valid schema.
      const possible = input.of.optional === true || impossibleReason(input.of) === undefined;
      return {
        type: "array",
        items: possible ? inputSchema(input.of) : { type: "null" },
        minItems: input.minItems,
        maxItems: possible ? input.maxItems : 0,
      };
    }
    case "records": {
      const possible = findImpossibleInput(input.fields) === undefined;
      return {
        type: "array",
        items: possible ? objectOf(propertiesOf(input.fields)) : { type: "null" },
        minItems: input.minItems,
        maxItems: possible ? input.maxItems : 0,
      };
    }
  }
}

const LIMITS = new Set(["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"]);

/**
 * Removes bounds and lengths, which several servers reject in strict mode; the parser checks them.
 */
export function withoutLimits(schema: JsonSchema): JsonSchema {
  return stripLimits(schema) as JsonSchema;
}

function stripLimits(node: unknown, names = false): unknown {
  if (Array.isArray(node)) return node.map((item) => stripLimits(item));
  if (typeof node !== "object" || node === null) return node;
  // Below `properties` keys are names of inputs, one of which may be called "minimum".
  const entries = Object.entries(node).filter(([key]) => names || !LIMITS.has(key));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, stripLimits(value, !names && key === "properties")]),
  );
}
