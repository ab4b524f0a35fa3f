import { describe, expect, it } from "vitest";
import { startOf, storableJson, storableText } from "./storable-text";

describe("storableText", () => {
  it("replaces NUL and halves of surrogate pairs, and nothing else", () => {
    expect(storableText("a\0b\ud83dc\ude00 😀\u0001\n")).toBe("a\ufffdb\ufffdc\ufffd 😀\u0001\n");
  });
});

describe("storableJson", () => {
  it.each([
    ["NUL", String.raw`"a\u0000b"`, "a\ufffdb"],
    ["half of a pair", String.raw`"a\ud83d b \uDE00"`, "a\ufffd b \ufffd"],
    ["a whole pair", String.raw`"\ud83d\ude00"`, "😀"],
    ["two first halves", String.raw`"\ud83d\ud83d\ude00"`, "\ufffd😀"],
    ["a backslash before what looks like NUL", String.raw`"\\u0000"`, "\\u0000"],
    ["a backslash before NUL", String.raw`"\\\u0000"`, "\\\ufffd"],
    ["other escapes", String.raw`"\u0001\n\"\u00e9"`, '\u0001\n"é'],
    ["a name of a field", String.raw`{"a\u0000":1}`, { "a\ufffd": 1 }],
  ])("handles %s", (_, json, value) => {
    expect(JSON.parse(storableJson(json))).toEqual(value);
  });

  it("copes with any depth", () => {
    const deep = `${"[".repeat(100_000)}"\\u0000"${"]".repeat(100_000)}`;
    expect(storableJson(deep)).not.toContain("\\u0000");
  });
});

describe("startOf", () => {
  it("never ends with half of a character", () => {
    expect(startOf("ab😀", 3)).toBe("ab");
    expect(startOf("ab😀", 4)).toBe("ab😀");
    expect(startOf("abc", 2)).toBe("ab");
  });
});
