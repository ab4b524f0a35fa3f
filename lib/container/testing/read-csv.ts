/**
 * Parses a CSV file (RFC 4180, LF or CRLF) into header and records. Throws on a quote within a bare
 * cell and on one that is never closed.
 */
export function readCsv(text: string): {
  readonly header: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
} {
  const records: string[][] = [];
  let record: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) throw new Error(`no cell of a CSV file at ${at}: ${text.slice(at, at + 60)}`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    records.push(record);
    record = [];
  }
  const [header = [], ...rows] = records;
  for (const [index, { length }] of rows.entries())
    if (length !== header.length)
      throw new Error(`record ${index + 1} has ${length} cells, not ${header.length}`);
  return {
    header,
    rows: rows.map((cells) =>
      Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ""])),
    ),
  };
}
