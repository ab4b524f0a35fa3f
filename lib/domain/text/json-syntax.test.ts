import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "./json-syntax";

const errorOf = (text: string) => {
  const read = readJson(text);
  return read.ok ? undefined : `${read.error.line}:${read.error.column} ${read.error.message}`;
};

describe("readJson", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
    expect(readJson('\uFEFF{"a": [1, -2.5e3, "\\u00e9\\n", {}, []]}')).toEqual({
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
        (text, place, insert) => {
          const at = place % (text.length + 1);
          const broken = text.slice(0, at) + insert + text.slice(insert === "" ? at + 1 : at);
          let possible = true;
          try {
            JSON.parse(broken);
          } catch {
            possible = false;
          }
          const read = readJson(broken);
          if (!possible) expect(read.ok).toBe(false);
          else if (!read.ok) expect(read.error.message).toMatch(/appears twice/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ["", "1:1 the document is empty"],
    ['{\n  "a": 1,\n}', '2:9 no comma before "}"'],
    ['{\n  "a": 1\n  "b": 2\n}', '3:3 a comma or "}" is missing'],
    ["{ a: 1 }", '1:3 the key a must stand in double quotes: "a"'],
    ["{ \"a\": 'x' }", '1:8 texts stand in double quotes: "…"'],
    ['{ "a": 1, // why\n "b": 2 }', "1:11 JSON has no comments"],
    ['{ "a" 1 }', '1:7 a colon is missing after the key "a"'],
    ['{ "a": yes }', "1:8 yes is not a value: texts stand in double quotes"],
    ['{ "a": [1, 2', "1:13 the document ends too early: something is not closed"],
    ['{ "a": .5 }', '1:8 "." is not possible here'],
    ['{ "a": 01 }', "1:8 this is not a number: write it like 0.5, -3 or 1e6"],
    [
      '{ "a": "one\ntwo" }',
      "1:8 this text is not closed on its line (a line break inside a text is written \\n)",
    ],
    ["{} {}", "1:4 nothing may follow the end of the document"],
  ])("places the mistake in %j", (text, expected) => {
    expect(errorOf(text)).toBe(expected);
  });

  it("tells a key that appears twice, with its path", () => {
    const read = readJson('{ "agents": { "Voter": { "age": 1, "age": 2 } } }');
    expect(read).toMatchObject({
      ok: false,
      error: { message: 'the key "age" appears twice', path: ["agents", "Voter", "age"] },
    });
  });

  it("survives absurd depth", () => {
    expect(errorOf("[".repeat(100_000))).toMatch(/levels deep/);
  });
});
