import type { JsonSchema } from "@/lib/domain/answers";

let latest: { readonly schema: JsonSchema; readonly text: string } | undefined;

/**
 * The schema as JSON. A request's fingerprint and its envelope both contain it, and many requests
 * in a row share one schema, so the latest text is kept. A weak map of all would cost more than it
 * saves where every agent has a schema of its own.
 */
export function schemaJson(schema: JsonSchema): string {
  if (latest?.schema !== schema) latest = { schema, text: JSON.stringify(schema) };
  return latest.text;
}
