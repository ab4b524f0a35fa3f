import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { ModelRequest } from "@/lib/engine";
import type { Fingerprint } from "@/lib/services/record/ports";
import { schemaJson } from "./schema-json";

const sha256 = (text: string): string => hash("sha256", text, "base64url");

/**
 * Hashes requests. The system message, which many requests share, is hashed once. Hashes of schemas
 * are not cached: where bounds differ from agent to agent, a look-up costs more than hashing again.
 */
export function createFingerprint(): Fingerprint {
  const hashes = new LRUCache<string, string>({ max: 2_000, memoMethod: sha256 });
  let latest: { readonly text: string; readonly hash: string } | undefined;

  // Mostly that of the request before: comparing a text with itself costs nothing.
  const hashSystem = (text: string): string => {
    if (latest?.text !== text) latest = { text, hash: hashes.memo(text) };
    return latest.hash;
  };

  const hashSchema = ({ schema }: ModelRequest): string =>
    schema ? sha256(`${schema.name}\n${schemaJson(schema.schema)}`) : "";

  return (model, request) => {
    const { temperature, maxTokens, seed } = request;
    let text = `${model.length}:${model}\n${temperature}\n${maxTokens}\n${seed}\n`;
    text += `${hashSchema(request)}\n`;
    for (const { role, content } of request.messages)
      text +=
        role === "system"
          ? `system:${hashSystem(content)}\n`
          : `${role}:${content.length}:${content}\n`;
    // As text: a buffer for each hash would cost as much as the hash.
    return BigInt.asIntN(64, BigInt(`0x${hash("sha256", text, "hex").slice(0, 16)}`));
  };
}
