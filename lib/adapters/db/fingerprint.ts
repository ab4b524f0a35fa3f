import { createHash, hash } from "node:crypto";
import type { ModelRequest } from "@/lib/engine/ports";
import type { Fingerprint } from "@/lib/services/record/ports";

/** Heads whose hash a process remembers. */
const MOST_HEADS = 1_000;

/** What many requests share is hashed once: the instructions by their text, the schema by its object. */
export function fingerprints(): Fingerprint {
  const heads = new Map<string, string>();
  const schemas = new WeakMap<object, string>();

  const headOf = (text: string): string => {
    let head = heads.get(text);
    if (head === undefined) {
      if (heads.size >= MOST_HEADS) heads.clear();
      head = sha256(text);
      heads.set(text, head);
    }
    return head;
  };

  const schemaOf = ({ schema }: ModelRequest): string => {
    if (!schema) return "";
    let known = schemas.get(schema.schema);
    if (known === undefined) {
      known = sha256(`${schema.name}\n${JSON.stringify(schema.schema)}`);
      schemas.set(schema.schema, known);
    }
    return known;
  };

  return (model, request) => {
    let text = `${model.length}:${model}\n${request.temperature}\n${request.maxTokens}\n${request.seed}\n${schemaOf(request)}\n`;
    for (const { role, content } of request.messages) text += role === "system" ? `system:${headOf(content)}\n` : `${role}:${content.length}:${content}\n`;
    return hash("sha256", text, "buffer").readBigInt64BE(0);
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64url");
