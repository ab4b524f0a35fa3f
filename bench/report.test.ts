import { expect, test } from "vitest";
import { withTable } from "./report";

const PAGE = "before\n\n<!-- engine: written by npm run bench -- report -->\nold\n<!-- end of engine -->\n\nafter\n";

test("a table is replaced and the words around it stay", () => {
  expect(withTable(PAGE, "engine", "new")).toBe("before\n\n<!-- engine: written by npm run bench -- report -->\n\nnew\n<!-- end of engine -->\n\nafter\n");
});

test("a page without a place for the table is refused, not appended to", () => {
  expect(() => withTable("nothing here", "engine", "new")).toThrow("has no lines");
});
