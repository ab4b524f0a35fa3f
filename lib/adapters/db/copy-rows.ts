import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { storableJson } from "@/lib/domain/text/storable-text";

/** A cell of a COPY: null, or a value that has a text form in PostgreSQL. */
export type Cell = string | number | bigint | boolean | null;

/** A value as the text of a `json` or `jsonb` cell. */
export function jsonCell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return storableJson(JSON.stringify(value));
}

/** Bytes gathered before they go to the socket. */
const CHUNK_BYTES = 256 * 1024;

/** Up to this length, looking at each character is faster than looking for each special one. */
const SHORT = 32;
const BACKSLASH = 0x5c;
const CARRIAGE_RETURN = 0x0d;

/**
 * The text form of COPY: tab-separated, backslash escapes, `\N` for null. Postgres stores no NUL
 * characters.
 */
function encodeRow(row: readonly Cell[]): string {
  let line = "";
  for (let position = 0; position < row.length; position += 1) {
    const cell = row[position];
    if (position > 0) line += "\t";
    if (cell === null || cell === undefined) line += "\\N";
    else line += typeof cell === "string" ? escapeText(cell) : String(cell);
  }
  return `${line}\n`;
}

function escapeText(text: string): string {
  if (text.length > SHORT) return escapeSpecial(text);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= CARRIAGE_RETURN || code === BACKSLASH) return escapeSpecial(text);
  }
  return text;
}

/** One search for each special character: most texts have none, or only line breaks. */
function escapeSpecial(text: string): string {
  let escaped = text;
  // Before the others, whose escapes contain backslashes.
  if (escaped.includes("\\")) escaped = escaped.replaceAll("\\", "\\\\");
  if (escaped.includes("\n")) escaped = escaped.replaceAll("\n", "\\n");
  if (escaped.includes("\t")) escaped = escaped.replaceAll("\t", "\\t");
  if (escaped.includes("\r")) escaped = escaped.replaceAll("\r", "\\r");
  if (escaped.includes("\0")) escaped = escaped.replaceAll("\0", "\uFFFD");
  return escaped;
}

/** Copies rows into a table on a connection; the caller holds the transaction. */
export async function copyRows(
  client: pg.PoolClient,
  target: string,
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${target} FROM STDIN`));
  const done = finished(stream);
  // The server may refuse rows while they are still being sent; `done` is awaited below in any
  // case.
  done.catch(() => undefined);
  let chunk = "";
  for (const row of rows) {
    chunk += encodeRow(row);
    if (chunk.length >= CHUNK_BYTES) {
      if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), done]);
      chunk = "";
    }
  }
  stream.end(chunk);
  await done;
}
