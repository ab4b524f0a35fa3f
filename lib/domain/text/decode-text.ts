/** The text of a file, or why it has none, in words for the person who chose the file. */
export type DecodedText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/**
 * Decodes the bytes of a text file: UTF-8, or UTF-16 in either byte order with or without a byte
 * order mark. Any other encoding is refused with the line and column of the first character that
 * is not UTF-8, instead of being replaced.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = guessEncoding(bytes);
  const text = tryDecode(bytes, encoding);
  if (text !== undefined) return { ok: true, text };
  if (encoding !== "utf-8")
    return { ok: false, message: "the UTF-16 text of this file is damaged: save it as UTF-8" };
  const valid = longestValidStart(bytes);
  const before = tryDecode(valid, "utf-8") ?? "";
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  const character = windows1252Character(bytes[valid.length] ?? 0);
  return {
    ok: false,
    message:
      `line ${line}, column ${column}: this character is not UTF-8 (in Windows-1252 it would be ` +
      `“${character}”). Save the file with the encoding UTF-8`,
  };
}

/** The characters 0x80 to 0x9F; the others are those of Unicode. */
const WINDOWS_1252 = "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ";

const windows1252Character = (byte: number): string =>
  WINDOWS_1252[byte - 0x80] ?? String.fromCharCode(byte);

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** By byte order mark, or else by the zero bytes that UTF-16 has next to ASCII. */
function guessEncoding([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (second === 0 && first !== 0 && first !== undefined) return "utf-16le";
  return first === 0 && second !== 0 && second !== undefined ? "utf-16be" : "utf-8";
}

function tryDecode(bytes: Uint8Array, encoding: Encoding, stream = false): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream });
  } catch {
    return undefined;
  }
}

/** The longest start of complete UTF-8 characters, found by bisection. */
function longestValidStart(bytes: Uint8Array): Uint8Array {
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (tryDecode(bytes.subarray(0, middle), "utf-8", true) === undefined) high = middle - 1;
    else low = middle;
  }
  let end = low;
  while (end > 0 && tryDecode(bytes.subarray(0, end), "utf-8") === undefined) end -= 1;
  return bytes.subarray(0, end);
}
