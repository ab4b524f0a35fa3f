import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonText } from "./json-syntax";

const errorOf = (text: string) => {
  const read = parseJsonText(text);
  return read.ok ? undefined : `${read.error.line}:${read.error.column} ${read.error.message}`;
};

describe("parseJsonText", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
    expect(parseJsonText('\uFEFF{"a": [1, -2.5e3, "\\u00e9\\n", {}, []]}')).toEqual({
      ok: true,
      value: { a: [1, -2500, "é\n", {}, []] },
    });
  });

  it("rejects what JSON.parse rejects", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", ",", "}", "]", '"', "x", "/", "0"),
        (text, position, insert) => {
          const at = position % (text.length + 1);
          const broken = text.slice(0, at) + insert + text.slice(insert === "" ? at + 1 : at);
          let valid = true;
          try {
            JSON.parse(broken);
          } catch {
            valid = false;
          }
          const read = parseJsonText(broken);
          if (!valid) expect(read.ok).toBe(false);
          else if (!read.ok) expect(read.error.message).toMatch(/appears twice/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ["", "1:1 the document is empty"],
    ['{\n  "a": 1,\n}', '3:1 remove the comma before "}"'],
    ['{\n  "a": 1\n  "b": 2\n}', "3:3 expected a comma before this"],
    ["{ a: 1 }", '1:3 write the key a in double quotes: "a"'],
    ["{ \"a\": 'x' }", '1:8 texts are written in double quotes: "…"'],
    ['{ "a": 1, // why\n "b": 2 }', "1:11 JSON does not allow comments"],
    ['{ "a" 1 }', "1:7 expected a colon after the key"],
    ['{ "a": yes }', "1:8 yes is not a value: texts are written in double quotes"],
    ['{ "a": [1, 2', "1:13 the document ends too early: something is not closed"],
    [
      '{ "a": "x\\y" }',
      "1:8 invalid escape sequence in this text: a backslash itself is written \\\\",
    ],
    ['{ "a": [1, ] }', '1:12 expected a value before "]"'],
    ['{ "a": .5 }', "1:8 this is not a number: write it like 0.5, -3 or 1e6"],
    ['{ "a": 01 }', "1:9 this is not a number: write it like 0.5, -3 or 1e6"],
    [
      '{ "a": "one\ntwo" }',
      "1:8 this text is not closed on its line (a line break inside a text is written \\n)",
    ],
    ["{} {}", "1:4 nothing may follow the end of the document"],
  ])("locates the mistake in %j", (text, expected) => {
    expect(errorOf(text)).toBe(expected);
  });

  it("reports a duplicate key with its path", () => {
    const read = parseJsonText('{ "agents": { "Voter": { "age": 1, "age": 2 } } }');
    expect(read).toMatchObject({
      ok: false,
      error: { message: 'the key "age" appears twice', path: ["agents", "Voter", "age"] },
    });
  });

  it("refuses excessive depth instead of overflowing the stack", () => {
    expect(errorOf("[".repeat(100_000))).toMatch(/levels deep/);
  });
});
