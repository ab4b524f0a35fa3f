import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvReader } from "./csv-reader";
import { DataError, readTable, TableReader } from "./index";

const cellsOf = (text: string): (readonly string[])[] => {
  const reader = new CsvReader();
  return [...reader.push(text), ...reader.end()].map(({ cells }) => cells);
};

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe("a CSV file", () => {
  it("is read with any delimiter, LF or CRLF, a byte order mark, and no final line break", () => {
    const rows = [
      ["name", "age"],
      ["Ann", "31"],
      ["Bo", ""],
    ];
    for (const delimiter of [",", ";", "\t"]) {
      for (const end of ["\n", "\r\n"]) {
        const text = rows.map((cells) => cells.join(delimiter)).join(end);
        for (const variant of [text, text + end, `\uFEFF${text}`, text + end + end])
          expect(cellsOf(variant), JSON.stringify(variant)).toEqual(rows);
      }
    }
  });

  it("may have delimiters and line breaks in quoted cells, and quotes in unquoted ones", () => {
    expect(cellsOf('title,genres\n"Rain, ""again""","a\r\nb"\n12" disc,x\n"","y"')).toEqual([
      ["title", "genres"],
      ['Rain, "again"', "a\r\nb"],
      ['12" disc', "x"],
      ["", "y"],
    ]);
  });

  it("takes its delimiter from the first line, outside quotes", () => {
    expect(cellsOf('"a,b,c";d\n1;2,5')).toEqual([
      ["a,b,c", "d"],
      ["1", "2,5"],
    ]);
  });

  it("is read alike however it is split into chunks", () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", ";", " ", "é") }),
      fc.constantFrom("", "1", "x"),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
        fc.constantFrom("\n", "\r\n"),
        fc.array(fc.nat(40), { maxLength: 8 }),
        (rows, end, cuts) => {
          const text = `h1,h2${end}${rows.map((cells) => cells.map(quoted).join(",")).join(end)}`;
          const reader = new CsvReader();
          const records = [];
          let at = 0;
          for (const cut of cuts) {
            records.push(...reader.push(text.slice(at, at + cut)));
            at += cut;
          }
          records.push(...reader.push(text.slice(at)), ...reader.end());
          expect(records.map(({ cells }) => cells)).toEqual([["h1", "h2"], ...rows]);
          for (const { line, cells } of records)
            expect(text.split("\n")[line - 1]?.startsWith(cells[0] === "h1" ? "h1" : '"')).toBe(
              true,
            );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a table", () => {
  it("has columns named by the first row, numbered where they have no name", () => {
    expect(readTable(",age\r\nAnn, 31\r\n")).toEqual({
      columns: ["column 1", "age"],
      rows: [["Ann", " 31"]],
    });
  });

  it.each([
    ["", "The file is empty"],
    ["a,b\n", "no rows"],
    ["a,b\n1,2\n\n3,4,5\n", "Line 4 has 3 cells, and the first line names 2 columns"],
    ['a,b\n"x\ny",2\n3\n', "Line 4 has 1 cell,"],
    ["a,b,a\n1,2,3", "Columns 1 and 3 are both called “a”"],
    ["196,242,3\n1,2,3", "this one holds only numbers"],
    ['a,b\n1,2\n3,"4\n5,6', "Line 3: the quote that begins a cell here is never closed"],
    ['a,b\n1,"2"x\n', "Line 2: text follows the closing quote of a cell"],
    ["a,b\n1,\0", "Save it as “CSV UTF-8”"],
    ["a,b\r1,2\r", "one of them breaks over lines"],
    [Array.from({ length: 201 }, (_, index) => `c${index}`).join(","), "201 columns; at most 200"],
  ])("is rejected with the line when malformed: %j", (text, message) => {
    expect(() => readTable(text)).toThrow(DataError);
    expect(() => readTable(text)).toThrow(message);
  });

  it("is rejected before an unclosed quote exhausts memory", () => {
    const reader = new TableReader();
    reader.push('a,b\n1,"');
    expect(() => Array.from({ length: 40 }, () => reader.push("x".repeat(65_536)))).toThrow(
      "Line 2 starts a row of more than 1,000,000 characters. A quote may be unclosed.",
    );
  });

  it("is read in one piece with a hundred thousand rows", () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, index) => `${index % 600},${index % 9_000},3.5,96498${index % 10_000}`,
    );
    const { rows } = readTable(["userId,movieId,rating,timestamp", ...lines].join("\n"));
    expect(rows).toHaveLength(100_000);
    expect(rows.at(-1)?.join(",")).toBe(lines.at(-1));
  });
});

describe("the type of a column", () => {
  const column = (cells: readonly string[], delimiter = ","): unknown => {
    const reader = new TableReader();
    const rows = cells.map(
      (cell) => `${cell.includes(delimiter) ? quoted(cell) : cell}${delimiter}1`,
    );
    reader.push([`x${delimiter}y`, ...rows].join("\n"));
    reader.end();
    return { ...reader.columns()[0]!, name: undefined };
  };

  it("is guessed from all its values", () => {
    expect(column(["1", "-2", " 30 ", "NA"])).toEqual({
      type: "integer",
      missing: 1,
      range: [-2, 30],
    });
    expect(column(["1", "2.5", "", "1e3"])).toEqual({
      type: "number",
      missing: 1,
      range: [1, 1_000],
    });
    expect(column(["true", "FALSE", "yes", "."])).toEqual({ type: "boolean", missing: 1 });
    expect(column(["left", "right", "", "left"])).toEqual({
      type: "text",
      missing: 1,
      values: ["left", "right"],
    });
    expect(column(["", "", ""])).toEqual({ type: "text", missing: 3 });
    expect(column(["1", "2", "many"])).toEqual({
      type: "text",
      missing: 0,
      values: ["1", "2", "many"],
      nonNumbers: { count: 1, first: [{ row: 3, cell: "many" }] },
    });
  });

  it("is text for codes with leading zeros and for malformed numbers", () => {
    for (const cell of ["00427", "1.2.3", "0x1f", "1_000", "Infinity", "12 kg"])
      expect(column([cell, "5"])).toMatchObject({ type: "text" });
    expect(column(["0", "0.5", "-0.25"])).toMatchObject({ type: "number" });
  });

  it("may be numbers with a decimal comma where commas are not the delimiter", () => {
    expect(column(["3,5", "4", "-0,25"], ";")).toEqual({
      type: "number",
      missing: 0,
      range: [-0.25, 4],
      decimalComma: true,
    });
    expect(column(["3,5", "4.5"], ";")).toMatchObject({ type: "text" });
    expect(column(["3", "4"], ";")).toEqual({ type: "integer", missing: 0, range: [3, 4] });
  });
});
