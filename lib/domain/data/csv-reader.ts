import { DATA_LIMITS, DataError } from "./data-table";

export type Delimiter = "," | ";" | "\t" | "|";

const DELIMITERS: readonly Delimiter[] = [",", ";", "\t", "|"];

/** A record: its cells, and the line of the file in which it begins, from 1. */
export type CsvRecord = { readonly cells: readonly string[]; readonly line: number };

/** The line by which Excel is told the delimiter. */
const SEPARATOR_LINE = /^"?sep=([,;\t|])"?\r?\n/i;

/** Characters read before the delimiter is guessed from an unfinished first line. */
const DELIMITER_SAMPLE_CHARACTERS = 65_536;

/**
 * Streaming reader of CSV (RFC 4180), in memory of one record. Accepts quoted cells with doubled
 * quotes, delimiters and line breaks; LF and CRLF; a byte order mark; and commas, semicolons,
 * tabs or vertical bars: the one that Excel names in a first line such as `sep=;`, or else the most
 * frequent one in the first record. Skips empty lines. A quote inside an unquoted cell is literal.
 */
export class CsvReader {
  private pending = "";
  private line = 1;
  private started = false;
  private knownDelimiter: Delimiter | undefined;

  /** The delimiter, once it is known. */
  get delimiter(): Delimiter | undefined {
    return this.knownDelimiter;
  }

  /**
   * Returns the records that a chunk of the text completes.
   * @throws DataError for malformed quotes, with the line
   */
  push(text: string): CsvRecord[] {
    return this.read(text, false);
  }

  /** The last records, after the last piece. @throws DataError for a quote that is never closed */
  end(): CsvRecord[] {
    return this.read("", true);
  }

  private read(text: string, last: boolean): CsvRecord[] {
    let buffer = this.pending + text;
    if (!this.started && buffer.length > 0) {
      if (buffer.startsWith("\uFEFF")) buffer = buffer.slice(1);
      this.started = true;
    }
    this.pending = buffer;
    if (this.knownDelimiter === undefined) {
      if (!last && buffer.length < DELIMITER_SAMPLE_CHARACTERS && !buffer.includes("\n")) return [];
      const named = SEPARATOR_LINE.exec(buffer);
      if (named !== null) {
        buffer = buffer.slice(named[0].length);
        this.line += 1;
      }
      this.knownDelimiter =
        DELIMITERS.find((delimiter) => delimiter === named?.[1]) ?? guessDelimiter(buffer);
    }
    const records: CsvRecord[] = [];
    let at = 0;
    let quote = buffer.indexOf('"');
    while (at < buffer.length) {
      const newline = buffer.indexOf("\n", at);
      if (quote !== -1 && quote < at) quote = buffer.indexOf('"', at);
      const parseQuoted = quote !== -1 && (newline === -1 || quote < newline);
      const record = parseQuoted
        ? this.parseQuoted(buffer, at, last)
        : this.parsePlain(buffer, at, newline, last);
      if (record === undefined) break;
      if (record.cells.length > 1 || record.cells[0] !== "")
        records.push({ cells: record.cells, line: this.line });
      this.line += record.lines;
      at = record.next;
    }
    this.pending = buffer.slice(at);
    if (this.pending.length > DATA_LIMITS.recordCharacters) throw this.tooLong();
    return records;
  }

  private tooLong(): DataError {
    const limit = DATA_LIMITS.recordCharacters.toLocaleString("en");
    const reason = this.pending.includes('"')
      ? "A quote may be unclosed."
      : "This may not be a CSV file.";
    return new DataError(
      `Line ${this.line} starts a row of more than ${limit} ` + `` + `characters. ${reason}`,
    );
  }

  private parsePlain(
    buffer: string,
    at: number,
    newline: number,
    last: boolean,
  ): ParsedRecord | undefined {
    if (newline === -1 && !last) return undefined;
    const end = newline === -1 ? buffer.length : newline;
    const text = buffer.slice(
      at,
      end > at && buffer.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end,
    );
    return {
      cells: text.split(this.knownDelimiter ?? ","),
      next: newline === -1 ? buffer.length : newline + 1,
      lines: 1,
    };
  }

  /** Parses a record with a quote in its first line; undefined while it is incomplete. */
  private parseQuoted(buffer: string, from: number, last: boolean): ParsedRecord | undefined {
    const delimiter = this.knownDelimiter ?? ",";
    const cells: string[] = [];
    let at = from;
    for (;;) {
      const cell =
        buffer[at] === '"'
          ? this.parseQuotedCell(buffer, from, at, last)
          : parseBareCell(buffer, at, delimiter);
      if (cell === undefined || (cell.end >= buffer.length && !last)) return undefined;
      cells.push(cell.text);
      const next = buffer[cell.end];
      if (next === delimiter) {
        at = cell.end + 1;
        continue;
      }
      const crlf = next === "\r" && buffer[cell.end + 1] === "\n";
      // A return at the very end may be half of a line end.
      if (next === "\r" && cell.end + 1 === buffer.length && !last) return undefined;
      const hasTextAfterQuote =
        next !== undefined &&
        next !== "\n" &&
        !crlf &&
        !(next === "\r" && cell.end + 1 === buffer.length);
      if (hasTextAfterQuote)
        throw new DataError(
          `Line ${this.lineAt(buffer, from, cell.end)}: text follows the closing quote of ` +
            `a cell. Double the quotes within a cell.`,
        );
      const end = Math.min(buffer.length, cell.end + (crlf ? 2 : 1));
      return { cells, next: end, lines: this.lineAt(buffer, from, end) - this.line };
    }
  }

  private parseQuotedCell(
    buffer: string,
    from: number,
    at: number,
    last: boolean,
  ): ParsedCell | undefined {
    let close = buffer.indexOf('"', at + 1);
    let doubled = false;
    while (close !== -1 && buffer[close + 1] === '"') {
      doubled = true;
      close = buffer.indexOf('"', close + 2);
    }
    // Another quote may still follow one that ends the piece.
    if (close === -1 || (close + 1 === buffer.length && !last)) {
      if (!last) return undefined;
      throw new DataError(
        `Line ${this.lineAt(buffer, from, at)}: the quote that begins a cell here is never closed.`,
      );
    }
    const text = buffer.slice(at + 1, close);
    return { text: doubled ? text.replaceAll('""', '"') : text, end: close + 1 };
  }

  private lineAt(buffer: string, from: number, to: number): number {
    let line = this.line;
    for (
      let at = buffer.indexOf("\n", from);
      at !== -1 && at < to;
      at = buffer.indexOf("\n", at + 1)
    )
      line += 1;
    return line;
  }
}

const CARRIAGE_RETURN = 13;

type ParsedCell = { readonly text: string; readonly end: number };
type ParsedRecord = {
  readonly cells: readonly string[];
  readonly next: number;
  readonly lines: number;
};

function parseBareCell(buffer: string, at: number, delimiter: Delimiter): ParsedCell {
  let end = at;
  while (end < buffer.length && buffer[end] !== delimiter && buffer[end] !== "\n") end += 1;
  const before =
    buffer[end] === delimiter || end === at || buffer.charCodeAt(end - 1) !== CARRIAGE_RETURN
      ? end
      : end - 1;
  return { text: buffer.slice(at, before), end: before };
}

/** Returns the most frequent delimiter of the first record outside quotes; a comma without any. */
function guessDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>();
  let within = false;
  for (const character of text) {
    if (character === '"') within = !within;
    else if (within) continue;
    else if (character === "\n") {
      if (counts.size > 0) break;
    } else if ((DELIMITERS as readonly string[]).includes(character))
      counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return DELIMITERS.reduce((best, delimiter) =>
    (counts.get(delimiter) ?? 0) > (counts.get(best) ?? 0) ? delimiter : best,
  );
}
