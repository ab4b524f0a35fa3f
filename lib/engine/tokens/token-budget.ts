import { countTokens } from "./token-table";

/**
 * Whether a text has at most `budget` tokens. A token has at least one byte of UTF-8, so most texts
 * need no counting.
 * @throws TokenTableMissing if one does and the table is not loaded
 */
export const fitsBudget = (text: string, budget: number): boolean =>
  text.length * MAX_BYTES_PER_UNIT <= budget ||
  utf8Length(text) <= budget ||
  countTokens(text) <= budget;

/** Maximum UTF-8 bytes per UTF-16 unit; a surrogate pair has four bytes. */
const MAX_BYTES_PER_UNIT = 3;

function utf8Length(text: string): number {
  let bytes = 0;
  for (let position = 0; position < text.length; position += 1) {
    const unit = text.charCodeAt(position);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
  }
  return bytes;
}

/** Note that replaces the rest of a cut part. */
export const CUT_NOTE = "[The rest is left out.]";

/** Maximum characters per token to try when a single line is cut: ordinary text has four. */
const MAX_CHARACTERS_PER_TOKEN = 16;

/**
 * Cuts a text to a budget: returns it unchanged if it fits, otherwise as many whole lines as fit
 * with a note. If the first line does not fit, cuts it, if possible at the end of a word. Empty if
 * not even the note fits.
 * @throws TokenTableMissing if tokens must be counted and the table is not loaded
 */
export function cutToBudget(
  text: string,
  budget: number,
): { readonly text: string; readonly cut: boolean } {
  if (fitsBudget(text, budget)) return { text, cut: false };
  const lines = text.split("\n");
  const whole = longestPrefix(lines.length, estimateLines(lines, budget), (length) =>
    fitsBudget(withNote(lines.slice(0, length).join("\n")), budget),
  );
  if (whole > 0) return { text: withNote(lines.slice(0, whole).join("\n")), cut: true };
  return { text: cutLine(lines[0] ?? "", budget), cut: true };
}

const withNote = (text: string): string =>
  text.trim() === "" ? CUT_NOTE : `${text.trimEnd()}\n${CUT_NOTE}`;

/** Estimates how many lines fit into a budget. */
function estimateLines(lines: readonly string[], budget: number): number {
  let left = budget;
  for (let position = 0; position < lines.length; position += 1) {
    left -= countTokens(`${lines[position] ?? ""}\n`);
    if (left < 0) return position;
  }
  return lines.length;
}

/**
 * Finds the longest prefix that fits, starting at a guess: the token counts of parts do not exactly
 * add up.
 */
export function longestPrefix(
  most: number,
  guess: number,
  holds: (length: number) => boolean,
): number {
  let length = Math.min(guess, most);
  while (length > 0 && !holds(length)) length -= 1;
  while (length < most && holds(length + 1)) length += 1;
  return length;
}

function cutLine(line: string, budget: number): string {
  const holds = (length: number): boolean => fitsBudget(withNote(line.slice(0, length)), budget);
  let [low, high] = [0, Math.min(line.length, budget * MAX_CHARACTERS_PER_TOKEN)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  const word = line.slice(0, low).search(/\s\S*$/);
  let length = word > low / 2 ? word : low;
  while (length > 0 && (splitsPair(line, length) || !holds(length))) length -= 1;
  const cut = withNote(line.slice(0, length));
  return fitsBudget(cut, budget) ? cut : "";
}

const splitsPair = (text: string, at: number): boolean =>
  (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
