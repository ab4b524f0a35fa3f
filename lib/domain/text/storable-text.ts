/** Text that Postgres accepts: without NUL and lone surrogates. */
export const storableText = (text: string): string =>
  (text.isWellFormed() ? text : text.toWellFormed()).replaceAll("\0", "\uFFFD");

/** What JSON may escape and Postgres refuses: NUL, and half of a surrogate pair. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/i;

/** A pair of escaped surrogates, any other escape, in the order in which a parser meets them. */
const ESCAPES = /\\u(d[89ab][0-9a-f]{2}\\ud[c-f]|[0-9a-f]{4})|\\[^]/gi;

/**
 * JSON whose strings, once parsed, are text that Postgres accepts. Works on the text, because a
 * document may be nested too deeply to walk through.
 */
export function storableJson(json: string): string {
  // The cheap question first: few texts have an escape like these at all.
  if (!json.includes("\\u") || !UNSTORABLE_ESCAPE.test(json)) return json;
  return json.replace(ESCAPES, (escape, code: string | undefined) =>
    code?.length === 4 && UNSTORABLE_ESCAPE.test(escape) ? "\\ufffd" : escape,
  );
}

/** The beginning of a text, without half of a surrogate pair at its end. */
export function startOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
