/** What a spreadsheet would run as a formula (OWASP: CSV injection). */
const FORMULA = /^[=+@\t\r-]/;

/** A cell of a CSV file (RFC 4180) whose text no spreadsheet runs as a formula; null is empty. */
function csvCell(value: string | null): string {
  if (value === null) return "";
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text === "" ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Returns a line of a CSV file. */
export const csvRow = (cells: readonly (string | null)[]): string =>
  `${cells.map(csvCell).join(",")}\n`;
