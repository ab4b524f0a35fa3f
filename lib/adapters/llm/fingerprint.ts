import { hash } from "node:crypto";
import type { ModelRequest } from "@/lib/engine";
import type { Fingerprint } from "@/lib/services/record/ports";

/** Heads whose hash a process remembers. */
const MAX_CACHED_HEADS = 1_000;

/** The instructions, which many requests share, are hashed once. */
export function createFingerprint(): Fingerprint {
  const heads = new Map<string, string>();

  const headOf = (text: string): string => {
    let head = heads.get(text);
    if (head === undefined) {
      if (heads.size >= MAX_CACHED_HEADS) heads.clear();
      head = sha256(text);
      heads.set(text, head);
    }
    return head;
  };

  return (model, request) => {
    let text = `${model.length}:${model}\n${request.temperature}\n${request.maxTokens}\n${request.seed}\n${hashSchema(request)}\n`;
    for (const { role, content } of request.messages)
      text +=
        role === "system"
          ? `system:${headOf(content)}\n`
          : `${role}:${content.length}:${content}\n`;
    return hash("sha256", text, "buffer").readBigInt64BE(0);
  };
}

const hashSchema = ({ schema }: ModelRequest): string =>
  schema ? sha256(`${schema.name}\n${JSON.stringify(schema.schema)}`) : "";

const sha256 = (text: string): string => hash("sha256", text, "base64url");
