import type { JsonSchema } from "@/lib/domain/answers";

let latest: { readonly schema: JsonSchema; readonly text: string } | undefined;

/**
 * Returns the schema as JSON. A request's fingerprint and its envelope both contain it, and
 * consecutive requests often share one schema, so the latest text is cached. A weak map of all
 * schemas would cost more than it saves where every agent has a different schema.
 */
export function schemaJson(schema: JsonSchema): string {
  if (latest?.schema !== schema) latest = { schema, text: JSON.stringify(schema) };
  return latest.text;
}
