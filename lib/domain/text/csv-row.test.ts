import { expect, it } from "vitest";
import { csvRow } from "./csv-row";

it("quotes what would break a line, and tells an empty text from no value", () => {
  expect(csvRow(["a", null, "", 'say "hi"', "one, two", "two\nlines"])).toBe(
    'a,,"","say ""hi""","one, two","two\nlines"\n',
  );
});

it("leaves no cell that a spreadsheet runs as a formula", () => {
  const cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x","y")'];
  const row = csvRow(cells);
  expect(row).toBe(`'=1+1,'+1,'-1,'@SUM(A1),'\tx,"'=HYPERLINK(""http://x"",""y"")"\n`);
});
