/** Beginnings of files of other formats, and what to do with them. */
const FORMATS: readonly (readonly [pattern: RegExp, message: string])[] = [
  [
    /^<(?:!doctype|html|head|body|meta|table|\?xml[^>]*>\s*<(?:html|table|!doctype))/i,
    "This is a web page (HTML), not a CSV file. If it is a table, open it in a spreadsheet " +
      "program and save it as “CSV UTF-8”; if a server sent it in place of a file, sign in there " +
      "and download the file again.",
  ],
  [
    /^<\?xml|^<Workbook|^<stata_dta>/i,
    "This is an XML or Stata file, not a CSV file. Open it in its program and export it as CSV.",
  ],
  [
    /^PK\u0003\u0004/,
    "This is an Excel workbook or a ZIP archive, not a CSV file. Save the sheet as “CSV UTF-8”, " +
      "or unpack the archive.",
  ],
  [/^%PDF-/, "This is a PDF, not a CSV file."],
  [/^\$FL[23]/, "This is an SPSS file, not a CSV file. In SPSS, save it as CSV in UTF-8."],
  [/^\{\\rtf/, "This is an RTF document, not a CSV file. Save the table as “CSV UTF-8”."],
  [
    /^\s*(?:\{\s*"|\[\s*[[{])/,
    "This is a JSON file, not a CSV file. Convert it to CSV, with a line of column names first.",
  ],
];

/** Returns a message when a text is the beginning of a file of another format, else undefined. */
export function findForeignFormat(text: string): string | undefined {
  const start = text.slice(0, 500).replace(/^\uFEFF?\s*/, "");
  return FORMATS.find(([pattern]) => pattern.test(start))?.[1];
}
