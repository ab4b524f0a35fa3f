import { splitWords, stem } from "./tokenize";

/** A number in a sentence about the person, with the words around it and its scale. */
export interface StatedNumber {
  readonly value: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly scale: readonly [number, number] | null;
}

const SCALE =
  /(?:from|between|scale of|range)\s{1,3}([-−]?\d{1,9}(?:\.\d{1,6})?)[^.\d−-]{0,40}(?:to|and|…|–)\s{0,3}([-−]?\d{1,9}(?:\.\d{1,6})?)/i;
const OUT_OF = /^\s{0,2}(?:out of|of|\/)\s{0,2}(\d{1,6})/i;
const SCALE_START = /(?:from|between|scale of|out of|of|\/)\s{0,2}[-−]?$/i;
const NEARBY = 70;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 191;
}

function toNumber(text: string): number {
  return Number(text.replace("−", "-"));
}

function outOf(after: string): readonly [number, number] | null {
  const match = OUT_OF.exec(after);
  if (match) return [0, toNumber(match[1] ?? "0")];
  return after.startsWith("%") ? [0, 100] : null;
}

function toScale(scale: RegExpExecArray): readonly [number, number] | null {
  const low = toNumber(scale[1] ?? "");
  const high = toNumber(scale[2] ?? "");
  return low < high ? [low, high] : null;
}

/**
 * Finds the numbers of one line. Digits inside identifiers ("p12") and the ends of a scale ("from
 * -5 to 5") are not statements.
 */
export function readNumbers(line: string): StatedNumber[] {
  const found: StatedNumber[] = [];
  let i = 0;
  let scaleEnd = -1;
  while (i < line.length) {
    if (!isDigit(line.charCodeAt(i))) {
      i++;
      continue;
    }
    const start = i;
    while (
      i < line.length &&
      (isDigit(line.charCodeAt(i)) || (line[i] === "." && isDigit(line.charCodeAt(i + 1))))
    )
      i++;
    const prior = line.charCodeAt(start - 1);
    if (
      start > 0 &&
      (isLetter(prior) || (line[start - 1] === "-" && isLetter(line.charCodeAt(start - 2))))
    )
      continue;
    if (i < line.length && isLetter(line.charCodeAt(i))) continue;
    const negative = line[start - 1] === "-" || line[start - 1] === "−";
    const value = Number(line.slice(start, i));
    if (!Number.isFinite(value) || start <= scaleEnd) continue;
    const after = line.slice(i, i + NEARBY * 2);
    const head = line.slice(Math.max(0, start - 40), i);
    const range = SCALE.exec(head);
    const endsScale = range !== null && range.index + range[0].length === head.length;
    if (endsScale || SCALE_START.test(line.slice(Math.max(0, start - 12), start))) continue;
    // The scale of this number, unless another number comes first and has it.
    const ahead = SCALE.exec(after);
    const own = ahead !== null && !/\d/.test(after.slice(0, ahead.index)) ? ahead : null;
    if (own) scaleEnd = i + own.index + own[0].length;
    const scale = outOf(after) ?? (own ? toScale(own) : range ? toScale(range) : null);
    found.push({
      value: negative ? -value : value,
      before: splitWords(line.slice(Math.max(0, start - NEARBY), start)).map(stem),
      after: splitWords(after.slice(0, NEARBY)).map(stem),
      scale,
    });
  }
  return found;
}

const STANCE_STEMS = new Set(
  [
    "stand",
    "opinion",
    "position",
    "attitude",
    "currently",
    "current",
    "now",
    "feel",
    "view",
    "support",
    "stance",
    "believ",
    "think",
  ].map(stem),
);
const AGE_STEMS = new Set(["age", "old", "year"].map(stem));

export interface Anchor {
  readonly value: number;
  readonly scale: readonly [number, number] | null;
}

/** A question may narrow a scale ("at most one step from where you stand"), not exceed it. */
function sameScale(scale: readonly [number, number], bounds: readonly [number, number]): boolean {
  return bounds[0] >= scale[0] - 1e-9 && bounds[1] <= scale[1] + 1e-9;
}

/**
 * Returns the number that the person already stated about the question: the one whose surrounding
 * words overlap with `topic` (stems of the question's name and description), or that states a
 * position. Null when none fits.
 */
export function findAnchor(
  numbers: readonly StatedNumber[],
  topic: ReadonlySet<string>,
  bounds: readonly [number, number] | null,
): Anchor | null {
  let best: Anchor | null = null;
  let bestScore = 1.5;
  const asksAge = topic.has("age") || topic.has("old");
  for (const number of numbers) {
    let score = 0;
    const near = number.before.slice(-9);
    const ageNear = AGE_STEMS.has(near.at(-1) ?? "") || AGE_STEMS.has(number.after[0] ?? "");
    if (ageNear) score += asksAge ? 4 : -5;
    let shared = 0;
    for (const word of near) {
      if (topic.has(word)) shared++;
      if (STANCE_STEMS.has(word)) score += 1;
    }
    score += Math.min(shared, 2) * 2;
    if (number.scale) score += 1;
    if (bounds && number.scale && !sameScale(number.scale, bounds)) score -= 4;
    if (bounds) {
      const slack = (bounds[1] - bounds[0]) * 0.25;
      if (number.value < bounds[0] - slack || number.value > bounds[1] + slack) score -= 4;
    }
    if (score > bestScore) {
      bestScore = score;
      best = { value: number.value, scale: number.scale };
    }
  }
  return best;
}
