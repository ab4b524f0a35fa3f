/** Entries of a backup file, in this order: the head, the parts of each table, the manifest. */
export const HEAD_NAME = "head.json";
export const MANIFEST_NAME = "manifest.json";

const PART_DIGITS = 6;
const PART = /^tables\/([^/]+)\/\d+\.copy$/;

export const partName = (table: string, part: number): string =>
  `tables/${table}/${String(part).padStart(PART_DIGITS, "0")}.copy`;

/** The table that an entry has rows of; null for other entries. */
export const tableOfPart = (name: string): string | null => PART.exec(name)?.[1] ?? null;

/** The text whose cipher tells whether an installation can read the API keys of a backup. */
export const KEY_CHECK = "microcosm backup";

export const toJson = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

const LINE_FEED = 0x0a;

/** Number of rows that end in this chunk: COPY escapes line breaks within values. */
export function countRows(chunk: Uint8Array): number {
  let rows = 0;
  for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1))
    rows += 1;
  return rows;
}
