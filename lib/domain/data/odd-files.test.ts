import { describe, expect, it } from "vitest";
import { DataError, readTable, TableReader } from "./index";

const read = (text: string) => {
  const reader = new TableReader();
  const rows = [...reader.push(text), ...reader.end()];
  return { columns: reader.columns(), rows, emptyRows: reader.emptyRows };
};

describe("a file as programs and people write it is read right", () => {
  it.each<[name: string, text: string, columns: string[], rows: string[][]]>([
    ["a line sep=;", "sep=;\na;b\n1,5;2\n", ["a", "b"], [["1,5", "2"]]],
    ["a line SEP=, with CRLF", "SEP=,\r\na,b\r\n1,2\r\n", ["a", "b"], [["1", "2"]]],
    ["a quoted line sep=;", '"sep=;"\na;b\n1;2', ["a", "b"], [["1", "2"]]],
    ["a line sep=| after a byte order mark", "\uFEFFsep=|\na|b\n1|2", ["a", "b"], [["1", "2"]]],
    ["a line sep= against the most frequent", "sep=;\na,b,c;d\n1;2", ["a,b,c", "d"], [["1", "2"]]],
    ["a line sep= with a tab", "sep=\t\na\tb\n1\t2", ["a", "b"], [["1", "2"]]],
    ["a column called sep", "sep,b\n1,2", ["sep", "b"], [["1", "2"]]],
    ["vertical bars", "a|b|c\n1|x, y|3\n", ["a", "b", "c"], [["1", "x, y", "3"]]],
    ["bars within cells of a comma file", "a,b\nx|y,z|w|v", ["a", "b"], [["x|y", "z|w|v"]]],
    ["padded names", " age ,  name  \n1,Ann", ["age", "name"], [["1", "Ann"]]],
    ["names padded by no-break spaces", "\u00A0age\u00A0,b\n1,2", ["age", "b"], [["1", "2"]]],
    ["empty lines above the names", "\n\r\n\na,b\n1,2", ["a", "b"], [["1", "2"]]],
    ["blank cells above the names", ",,\n , ,\na,b,c\n1,2,3", ["a", "b", "c"], [["1", "2", "3"]]],
    ["an unnamed first column of R", '"","x"\n"1",5', ["column 1", "x"], [["1", "5"]]],
    [
      "a delimiter at the end of each line",
      "a,b,\n1,2,\n",
      ["a", "b", "column 3"],
      [["1", "2", ""]],
    ],
    ["one column", "id\n1\n2", ["id"], [["1"], ["2"]]],
    ["quotes everywhere", '"a";"b"\n"1";"2"', ["a", "b"], [["1", "2"]]],
    ["a name with a comma", '"age, in years",b\n1,2', ["age, in years", "b"], [["1", "2"]]],
    ["rows of commas at the end", "a,b\n1,2\n,\n,\n", ["a", "b"], [["1", "2"]]],
    ["short rows of blanks", "a,b,c\n1,2,3\n,\n   \n", ["a", "b", "c"], [["1", "2", "3"]]],
    ["Excel's #N/A in a text", "a,b\n#N/A,2", ["a", "b"], [["", "2"]]],
    ["Excel's #DIV/0! in a text", "a,b\n#DIV/0!,2", ["a", "b"], [["", "2"]]],
    ["pandas' <NA> in a text", "a,b\n<NA>,2", ["a", "b"], [["", "2"]]],
    ["blanks of SPSS", "a,b\n    ,2", ["a", "b"], [["", "2"]]],
    ["NA as a text", "code,b\nNA,2", ["code", "b"], [["NA", "2"]]],
    ["a hashtag as a text", "tag,b\n#vote,2", ["tag", "b"], [["#vote", "2"]]],
    ["markup within a text", "t,b\n<b>x</b>,2", ["t", "b"], [["<b>x</b>", "2"]]],
    ["emoji and accents", "näme,b\nZoë 🙂,2", ["näme", "b"], [["Zoë 🙂", "2"]]],
  ])("%s", (_, text, columns, rows) => {
    expect(readTable(text)).toEqual({ columns, rows });
  });

  it("counts the rows without a value that it leaves out", () => {
    expect(read("a,b\n1,2\n,\n3,4\n , \n#N/A,\n").emptyRows).toBe(3);
    expect(read("a,b\n1,2\n\n\n").emptyRows).toBe(0);
  });
});

describe("a file that is no table is refused in words", () => {
  it.each<[name: string, text: string, message: string]>([
    ["a web page", "<!DOCTYPE html>\n<html><body>Sign in</body></html>", "web page (HTML)"],
    ["an HTML table of a spreadsheet", "\n<table><tr><td>a</td></tr></table>", "web page (HTML)"],
    ["HTML after a byte order mark", "\uFEFF<HTML xmlns:o='x'>", "web page (HTML)"],
    ["HTML with only a head", "<meta charset=utf-8>\n<table>", "web page (HTML)"],
    ["XHTML", '<?xml version="1.0"?>\n<html>', "web page (HTML)"],
    ["an XML spreadsheet", '<?xml version="1.0"?>\n<Workbook>', "XML or Stata file"],
    ["a Stata file", "<stata_dta><header>", "XML or Stata file"],
    ["a workbook", "PK\u0003\u0004\u0014,b\n", "Excel workbook"],
    ["a PDF", "%PDF-1.7\n1,2", "This is a PDF"],
    ["an SPSS file", "$FL2@(#) SPSS", "SPSS file"],
    ["rich text", "{\\rtf1\\ansi", "RTF document"],
    ["a list of JSON", '[{"a": 1}]', "JSON file"],
    ["an object of JSON", '{"a": [1]}', "JSON file"],
    ["a title", "Survey of 2024\na;b;c\n1;2;3", "Remove titles and notes above"],
    [
      "a title padded by commas",
      "Survey of 2024,,\na,b,c\n1,2,3",
      "Line 1 holds only “Survey of 2024”",
    ],
    ["a title after empty lines", "\n\nWave 2;;;\na;b;c;d\n1;2;3;4", "Line 3 holds only “Wave 2”"],
    ["a title with a comma", "Survey, 2024\na,b,c\n1,2,3", "remove titles above the names"],
    ["only names", "a,b\n,\n", "no rows"],
    ["only delimiters", ",,\n,,\n", "The file is empty"],
    ["only blanks", "  \n \n", "The file is empty"],
    ["only a line sep=;", "sep=;\n", "The file is empty"],
    ["two columns whose names differ by blanks", "a, a\n1,2", "both called “a”"],
    ["a row that is too short", "a,b\n1,2\n,\n3\n", "Line 4 has 1 cell"],
    ["NUL", "a,b\n1,\0", "CSV UTF-8"],
  ])("%s", (_, text, message) => {
    expect(() => readTable(text)).toThrow(DataError);
    expect(() => readTable(text)).toThrow(message);
  });
});

/** Columns of a file; with `other`, a second column that tells how the file writes numbers. */
function column(cells: readonly string[], delimiter = ";", other = "x") {
  const quoted = (cell: string) => `"${cell}"`;
  const lines = cells.map((cell) => `${quoted(cell)}${delimiter}${quoted(other)}`);
  return read([`n${delimiter}other`, ...lines].join("\n")).columns[0];
}

describe("numbers are read as they are written", () => {
  it.each<[name: string, cells: string[], delimiter: string, other: string, expected: object]>([
    ["whole", ["1", "-20"], ";", "x", { type: "integer", range: [-20, 1] }],
    ["typeset minus", ["−5", "3"], ";", "x", { type: "integer", range: [-5, 3] }],
    ["1.0", ["1.0", "2.0"], ",", "x", { type: "integer", range: [1, 2] }],
    ["exponent", ["1e3", "2.5E-1"], ",", "x", { type: "number", range: [0.25, 1000] }],
    ["decimal commas", ["3,5", "4"], ";", "x", { decimalComma: true, range: [3.5, 4] }],
    [
      "decimal commas in a comma file",
      ["3,5", "4"],
      ",",
      "x",
      { decimalComma: true, range: [3.5, 4] },
    ],
    ["US thousands", ["1,234,567", "950"], ";", "x", { thousands: ",", range: [950, 1234567] }],
    [
      "US thousands and decimals",
      ["1,234.50", "9.25"],
      ";",
      "x",
      { thousands: ",", range: [9.25, 1234.5] },
    ],
    [
      "US thousands of a comma file",
      ["1,000", "12,500"],
      ",",
      "x",
      { type: "integer", thousands: ",", range: [1000, 12500] },
    ],
    [
      "US thousands by the file's points",
      ["1,000", "2"],
      ";",
      "4.5",
      { thousands: ",", range: [2, 1000] },
    ],
    [
      "German thousands",
      ["1.234.567", "950"],
      ";",
      "x",
      { thousands: ".", decimalComma: true, range: [950, 1234567] },
    ],
    [
      "German thousands and decimals",
      ["1.234,50", "9,25"],
      ";",
      "x",
      { thousands: ".", decimalComma: true, range: [9.25, 1234.5] },
    ],
    [
      "German thousands by the file's commas",
      ["1.000", "12.500"],
      ";",
      "4,5",
      { thousands: ".", range: [1000, 12500] },
    ],
    [
      "three decimals by the file's commas",
      ["1,250", "2,375"],
      ";",
      "4,5",
      { decimalComma: true, range: [1.25, 2.375] },
    ],
    [
      "three decimals with a point",
      ["1.250", "2.375"],
      ";",
      "x",
      { type: "number", range: [1.25, 2.375] },
    ],
    [
      "three decimals below one",
      ["0,125", "2,375"],
      ";",
      "x",
      { decimalComma: true, range: [0.125, 2.375] },
    ],
    ["Swiss thousands", ["1'234'567", "9.5"], ";", "x", { thousands: "'", range: [9.5, 1234567] }],
    [
      "typeset Swiss thousands",
      ["1’234’567", "9"],
      ";",
      "x",
      { thousands: "'", range: [9, 1234567] },
    ],
    ["thousands by spaces", ["1 234 567", "9"], ";", "x", { thousands: " ", range: [9, 1234567] }],
    [
      "French thousands",
      ["1\u202F234,5", "9"],
      ";",
      "x",
      { thousands: " ", decimalComma: true, range: [9, 1234.5] },
    ],
    [
      "thousands by no-break spaces",
      ["1\u00A0234", "9"],
      ";",
      "x",
      { thousands: " ", range: [9, 1234] },
    ],
    [
      "2^53 - 1",
      ["9007199254740991"],
      ",",
      "x",
      { type: "integer", range: [9007199254740991, 9007199254740991] },
    ],
    ["a large approximate number", ["1e20"], ",", "x", { range: [1e20, 1e20] }],
  ])("%s", (_, cells, delimiter, other, expected) => {
    expect(column(cells, delimiter, other)).toMatchObject(expected);
  });

  it.each(
    [
      ..."#N/A #NA #DIV/0! #VALUE! #REF! #NAME? #NUM! #NULL! <NA> NA N/A n/a".split(" "),
      ..."NaN nan null NULL Null None NaT . .a .b .m .z".split(" "),
      "",
      "   ",
    ].map((cell) => [cell]),
  )("“%s” is missing among numbers", (cell) => {
    expect(column(["1", cell, "3"])).toEqual({
      name: "n",
      type: "integer",
      missing: 1,
      range: [1, 3],
    });
  });

  it.each<
    [name: string, cells: string[], delimiter: string, count: number, first: [number, string][]]
  >([
    ["a word", ["1", "2", "many"], ";", 1, [[3, "many"]]],
    [
      "four words",
      ["a", "1", "b", "2", "c", "3", "d", "4"],
      ";",
      4,
      [
        [1, "a"],
        [3, "b"],
        [5, "c"],
      ],
    ],
    ["2^53 + 1", ["1", "9007199254740993"], ",", 1, [[2, "9007199254740993"]]],
    ["2^53 + 1 as a decimal", ["1", "9007199254740993.0"], ",", 1, [[2, "9007199254740993.0"]]],
    ["an id of 18 digits", ["1", "2", "123456789012345678"], ",", 1, [[3, "123456789012345678"]]],
    ["a leading zero", ["10115", "01067"], ",", 1, [[2, "01067"]]],
    ["a unit", ["1", "2", "12 kg"], ",", 1, [[3, "12 kg"]]],
    ["a percentage", ["1", "2", "12%"], ",", 1, [[3, "12%"]]],
    ["a currency", ["1", "2", "€5"], ",", 1, [[3, "€5"]]],
    ["a decimal comma among points", ["3.5", "4.5", "3,5"], ";", 1, [[3, "3,5"]]],
    ["a point among decimal commas", ["3,5", "4,5", "3.5"], ";", 1, [[3, "3.5"]]],
    ["a hexadecimal number", ["1", "0x1f"], ",", 1, [[2, "0x1f"]]],
    ["infinity", ["1", "Infinity"], ",", 1, [[2, "Infinity"]]],
    ["a range", ["1", "2", "18-24"], ",", 1, [[3, "18-24"]]],
    ["a year with a question mark", ["1990", "1991?"], ",", 1, [[2, "1991?"]]],
    ["thousands that may be decimals", ["1,000", "2"], ";", 1, [[1, "1,000"]]],
  ])("a column is text because of %s, which is named", (_, cells, delimiter, count, first) => {
    expect(column(cells, delimiter)).toMatchObject({
      type: "text",
      nonNumbers: { count, first: first.map(([row, cell]) => ({ row, cell })) },
    });
  });

  it("a column of words names none of them", () => {
    expect(column(["Ann", "Bo", "3"])).not.toHaveProperty("nonNumbers");
    expect(column(["true", "false"])).not.toHaveProperty("nonNumbers");
  });

  it("names a cell that stands far down", () => {
    const cells = [...Array.from({ length: 5_000 }, (_, index) => String(index)), "none", "7"];
    expect(column(cells)).toMatchObject({
      type: "text",
      nonNumbers: { count: 1, first: [{ row: 5_001, cell: "none" }] },
    });
  });
});
