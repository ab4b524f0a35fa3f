import { z } from "zod";
import type { Value } from "../scenario";
import type { JsonSchema } from "./json-schema";
import { toJsonRecord } from "./parse-answer";
import type { AnswerValues } from "./resolved-answer";

/** The parts of a JSON schema that determine the shape of an answer. */
type SchemaNode = {
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly items?: SchemaNode | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
};

const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), schemaNode).optional(),
    items: schemaNode.optional(),
    anyOf: z.array(schemaNode).optional(),
    enum: z.array(z.unknown()).optional(),
  }),
);

/**
 * Formats the answer as JSON text in the shape that a schema of `answerJsonSchema` requests, with
 * properties in the schema's order; omits values that the schema does not request.
 */
export function formatAnswerForSchema(schema: JsonSchema, given: AnswerValues): string {
  const root = schemaNode.parse(schema);
  for (const alternative of root.properties?.choice?.anyOf ?? []) {
    // Each alternative of a choice begins with its discriminating key.
    const [first] = Object.entries(alternative.properties ?? {});
    if (first === undefined || first[1].enum?.[0] !== given.action) continue;
    const [key] = first;
    return JSON.stringify({
      choice: { [key]: given.action, ...valuesForSchema(alternative, given.values) },
    });
  }
  return JSON.stringify(valuesForSchema(root, given.values));
}

function valuesForSchema(
  { properties = {} }: SchemaNode,
  values: AnswerValues["values"],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      return value === undefined ? [] : [[name, valueForSchema(property, value)]];
    }),
  );
}

/** Records are stored as lists of their cells; the model writes them as objects. */
function valueForSchema(property: SchemaNode, value: Value): unknown {
  const list = property.items ? property : property.anyOf?.find(({ items }) => items);
  const fields = list?.items?.properties;
  if (!fields || !Array.isArray(value)) return value;
  return value.map((record: Value) => toJsonRecord(Object.keys(fields), record));
}
