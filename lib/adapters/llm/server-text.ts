import { storableJson } from "@/lib/domain/text/storable-text";

/**
 * The only door for what a server sends: every body is decoded and parsed here, so that no text
 * from outside has characters that the database cannot hold, and no count is beyond its columns.
 */

const utf8 = new TextDecoder();

/** Decodes a body. UTF-8 always yields whole characters; NUL becomes a replacement character. */
export function decodeText(bytes: Buffer): string {
  const text = utf8.decode(bytes);
  return text.includes("\0") ? text.replaceAll("\0", "\uFFFD") : text;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value of JSON is an object. */
export const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws SyntaxError */
export const parseServerJson = (text: string): unknown => JSON.parse(storableJson(text));

/** As `parseServerJson`; undefined for what is not JSON. */
export function tryParseServerJson(text: string): unknown {
  try {
    return parseServerJson(text);
  } catch {
    return undefined;
  }
}

/** No call takes more tokens: beyond it, and below 0, a count is a fault of the server. */
const MAX_TOKENS = 100_000_000;

/** A count of tokens as servers write it, as a whole number; undefined where it is not credible. */
export function readCount(given: unknown): number | undefined {
  const count = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof count !== "number" || !(count >= 0 && count <= MAX_TOKENS)) return undefined;
  return Math.round(count);
}
