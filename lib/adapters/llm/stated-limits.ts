/** The least and the greatest value of a parameter, as far as they are known. */
export type Limits = { readonly min: number | null; readonly max: number | null };

const NUMBER = "(-?\\d+(?:,\\d{3})*(?:\\.\\d+)?)";
const NAME = "['\"`]?\\w+['\"`]?";

const pattern = (...parts: string[]): RegExp => new RegExp(parts.join("\\s*"), "i");

/** Both ends of a range; the brackets say whether it includes them. */
const INTERVAL = pattern(
  "([\\[(])",
  NUMBER,
  "(?:,|;|-|\\.\\.+|to)",
  `(?:${NUMBER}|\\+?inf\\w*|∞)`,
  "([\\])])",
);
const RANGES = [
  pattern("between", NUMBER, "(?:and|to|-|–)", NUMBER),
  pattern("from", NUMBER, "(?:up )?to", NUMBER),
  pattern(NUMBER, "\\.\\.+", NUMBER),
  pattern(NUMBER, "(?:<=|≤)", NAME, "(?:<=|≤)", NUMBER),
];

const MOST = pattern(
  "(?:<=|≤|less than or equal to|lower than or equal to|at most|up to|" +
    "(?:no|not(?: be)?) (?:more|greater|larger|higher) than|(?:not|cannot|can't) exceed|" +
    "exceeds? (?:the )?(?:maximum|limit|max)(?: \\w+){0,4}?(?: of| is|:)?|" +
    "max(?:imum)?(?: (?:allowed|value|limit|output|completion|tokens?|number|supported)){0,3}" +
    "(?: is| of|:|=)|limit(?:ed)?(?: is| to| of|:))",
  "(?:the )?",
  NUMBER,
);
const LESS = pattern(
  "(?:<(?!=)|less than|lower than|smaller than|below|under)",
  NUMBER,
  "(?![\\d>])",
);
const LEAST = pattern(
  "(?:>=|≥|greater than or equal to|higher than or equal to|at least|" +
    "(?:no|not(?: be)?) (?:less|lower|smaller) than|min(?:imum)?(?: value)?(?: is| of|:|=))",
  NUMBER,
);
const MORE = pattern("(?:>(?!=)|greater than|higher than|larger than|more than|above)", NUMBER);
const POSITIVE = /strictly positive|must be positive|non-?zero/i;

const toNumber = (digits: string | undefined): number | null =>
  digits === undefined ? null : Number(digits.replaceAll(",", ""));

const shift = (bound: number | null, by: number): number | null =>
  bound === null ? null : Math.round((bound + by) * 1e6) / 1e6;

/**
 * The limits of a value as a server's complaint states them: "must be at most 4096", "the valid
 * range is [1, 8192]", "must be strictly positive". `step`: the distance of an allowed value from
 * a limit that is not allowed itself.
 */
export function limitsIn(words: string, step: number): Limits {
  const interval = INTERVAL.exec(words);
  if (interval) {
    const [, open, low, high, close] = interval;
    return {
      min: shift(toNumber(low), open === "(" ? step : 0),
      max: shift(toNumber(high), close === ")" ? -step : 0),
    };
  }
  for (const range of RANGES) {
    const [, low, high] = range.exec(words) ?? [];
    if (high !== undefined) return { min: toNumber(low), max: toNumber(high) };
  }
  return {
    min:
      toNumber(LEAST.exec(words)?.[1]) ??
      shift(toNumber(MORE.exec(words)?.[1]), step) ??
      (POSITIVE.test(words) ? step : null),
    max: toNumber(MOST.exec(words)?.[1]) ?? shift(toNumber(LESS.exec(words)?.[1]), -step),
  };
}
