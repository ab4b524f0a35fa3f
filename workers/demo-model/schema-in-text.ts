import { z } from "zod";

const MAX_TRIES = 40;
const schemaLike = z
  .looseObject({})
  .refine(
    (value) =>
      "properties" in value ||
      "anyOf" in value ||
      "$ref" in value ||
      "enum" in value ||
      (typeof value.type === "string" && value.type !== "object"),
  );

/** End of the brace that opens at `start`, skipping strings; -1 when it is never closed. */
function closingBrace(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === "\\") i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) return i;
  }
  return -1;
}

/**
 * Returns the JSON Schema written out in a prompt, for clients whose server lacks response_format;
 * null when there is none.
 */
export function findSchemaInText(text: string): unknown {
  if (!text.includes('"type"') && !text.includes('"properties"') && !text.includes('"anyOf"'))
    return null;
  let start = text.indexOf("{");
  for (let tries = 0; start >= 0 && tries < MAX_TRIES; tries++) {
    const end = closingBrace(text, start);
    if (end < 0) {
      start = text.indexOf("{", start + 1);
      continue;
    }
    try {
      const value: unknown = JSON.parse(text.slice(start, end + 1));
      const parsed = schemaLike.safeParse(value);
      if (parsed.success) return value;
    } catch {
      // Braces that are not JSON: an example or prose.
    }
    start = text.indexOf("{", end + 1);
  }
  return null;
}
