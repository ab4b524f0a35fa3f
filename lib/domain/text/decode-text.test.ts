import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const utf16 = (text: string, isLittle: boolean): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), isLittle);
  return bytes;
};

describe("decodeText", () => {
  it("reads UTF-8 and UTF-16 alike, with and without a byte order mark", () => {
    const text = '{\n  "title": "Zoë wählt 🙂"\n}';
    for (const bytes of [
      utf8(text),
      utf8(`\uFEFF${text}`),
      utf16(text, true),
      utf16(text, false),
      utf16(`\uFEFF${text}`, true),
      utf16(`\uFEFF${text}`, false),
    ])
      expect(decodeText(bytes)).toEqual({ ok: true, text });
    expect(decodeText(utf8(""))).toEqual({ ok: true, text: "" });
    expect(decodeText(utf8("1"))).toEqual({ ok: true, text: "1" });
  });

  it("reads every text of UTF-8 unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(decodeText(utf8(`{${text}`))).toEqual({ ok: true, text: `{${text}` });
      }),
    );
  });

  it.each<[name: string, bytes: number[], message: string]>([
    [
      "Windows-1252",
      [...utf8('{\n "a": "für"\n}')].flatMap((b) => (b === 0xc3 ? [] : b === 0xbc ? [0xfc] : [b])),
      "line 2, column 9: this character is not UTF-8 (in Windows-1252 it would be “ü”)",
    ],
    [
      "a quotation mark of Windows-1252",
      [...utf8("{}\nab"), 0x93, 0x78],
      "line 2, column 3: this character is not UTF-8 (in Windows-1252 it would be “\u201C”)",
    ],
    ["a character that is cut at the end", [...utf8("ab"), 0xc3], "line 1, column 3"],
    ["an overlong character", [0x61, 0xc0, 0x80], "line 1, column 2"],
    ["damaged UTF-16", [0xff, 0xfe, 0x00, 0xd8], "UTF-16 text of this file is damaged"],
  ])("refuses %s with its place", (_, bytes, message) => {
    const decoded = decodeText(new Uint8Array(bytes));
    expect(decoded.ok ? "" : decoded.message).toContain(message);
  });
});
