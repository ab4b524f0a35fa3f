import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { storableText } from "./storable-text";

/** A cell of a COPY: null, or a value that has a text form in PostgreSQL. */
export type Cell = string | number | bigint | boolean | null;

/** What JSON may escape and `jsonb` refuses: NUL, and half of a surrogate pair. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/i;

/** A value as the text of a `json` or `jsonb` cell. */
export function jsonCell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(value);
  // The cheap question first: few texts have an escape like these at all.
  if (!text.includes("\\u") || !UNSTORABLE_ESCAPE.test(text)) return text;
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? storableText(part) : part,
  );
}

/** Bytes gathered before they go to the socket. */
const CHUNK_BYTES = 256 * 1024;

const HAS_SPECIAL = /[\\\t\n\r\0]/;
const EACH_SPECIAL = /[\\\t\n\r\0]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "\uFFFD",
};

/**
 * The text form of COPY: tab-separated, backslash escapes, `\N` for null. Postgres stores no NUL
 * characters.
 */
function encodeCell(cell: Cell): string {
  if (cell === null) return "\\N";
  if (typeof cell !== "string") return String(cell);
  return HAS_SPECIAL.test(cell) ? cell.replace(EACH_SPECIAL, escapeCharacter) : cell;
}

const escapeCharacter = (character: string): string => ESCAPES[character] ?? character;

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
    chunk += `${row.map(encodeCell).join("\t")}\n`;
    if (chunk.length >= CHUNK_BYTES) {
      if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), done]);
      chunk = "";
    }
  }
  stream.end(chunk);
  await done;
}
