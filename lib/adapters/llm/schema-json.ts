import type { JsonSchema } from "@/lib/domain/answers";

const texts = new WeakMap<JsonSchema, string>();

/** The schema as JSON, written once: a request's fingerprint and its envelope both contain it. */
export function schemaJson(schema: JsonSchema): string {
  let text = texts.get(schema);
  if (text === undefined) texts.set(schema, (text = JSON.stringify(schema)));
  return text;
}
