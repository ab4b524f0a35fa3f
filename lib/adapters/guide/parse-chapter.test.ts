import { expect, it } from "vitest";
import { parseChapter } from "./parse-chapter";

const parse = (markdown: string) =>
  parseChapter("runs", markdown, (href) => (href.startsWith("/") ? `/guide${href}` : null));
const paragraph = (markdown: string) => parse(markdown).blocks[0];

it("keeps headings, code, lists, tables and quotes, as data", () => {
  const { title, blocks } = parse(
    '# Run *it*\n\n3. one\n4. two\n   - inner\n\n```json\n{"a": 1 < 2}\n```\n\n' +
      "| a | b |\n| - | - |\n| `x\\|y` | **c** |\n\n> quoted\n\n---\n",
  );
  expect(title).toBe("Run it");
  expect(blocks.map(({ type }) => type)).toEqual([
    ...["heading", "list", "code", "table", "quote", "rule"],
  ]);
  expect(blocks[1]).toMatchObject({ start: 3 });
  expect(blocks[2]).toEqual({ type: "code", text: '{"a": 1 < 2}' });
  expect(blocks[3]).toEqual({
    type: "table",
    head: [[{ type: "text", text: "a" }], [{ type: "text", text: "b" }]],
    rows: [
      [
        [{ type: "code", text: "x|y" }],
        [{ type: "strong", children: [{ type: "text", text: "c" }] }],
      ],
    ],
  });
});

it("shows special characters as they were written", () => {
  expect(paragraph('a < b && "c" \\* `d<e>`')).toEqual({
    type: "paragraph",
    children: [
      { type: "text", text: 'a < b && "c" ' },
      { type: "text", text: "*" },
      { type: "text", text: " " },
      { type: "code", text: "d<e>" },
    ],
  });
});

it("leaves out HTML and links that lead nowhere it knows", () => {
  const odd =
    "<script>alert(1)</script>\n\n" +
    "A <img src=x onerror=alert(1)> [b](javascript:alert(1)) ![c](x.png) <!-- d --> [e](/f)";
  const { blocks } = parse(odd);
  expect(JSON.stringify(blocks)).not.toMatch(/script|onerror|img|x\.png|<|d -/);
  expect(JSON.stringify(blocks)).toContain('"href":"/guide/f"');
  expect(paragraph("a<br>b")).toMatchObject({ children: [{}, { type: "break" }, {}] });
});

it("gives headings the anchors of GitHub, equal ones a number", () => {
  const ids = parse("# A\n\n## What's _new_ in 2.0?\n\n## Same\n\n### Same\n").sections.map(
    ({ id }) => id,
  );
  expect(ids).toEqual(["a", "whats-new-in-20", "same", "same-1"]);
});

it("divides the text at headings, for search", () => {
  expect(
    parse("# A\n\nfirst `x`\n\n- one\n- two\n\n## B\n\n| c |\n| - |\n| d |\n").sections,
  ).toEqual([
    { id: "a", title: "A", text: "first x one two" },
    { id: "b", title: "B", text: "c d" },
  ]);
});
