import { splitWords, stem } from "./tokenize";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" ").map(stem));
const GOOD = words(
  "better cleaner safer quieter room trees benefit gain improve improved healthy pleasant " +
    "cheaper fresh protect",
);
const BAD = words(
  "bad noise lost lose loss warn cost costs detour detours accident pollution risk harm " +
    "danger expensive delay crime worse dirty",
);
const LESS = words("fewer less lower without reduce reduced reduces");

/**
 * Returns whether a report contains good news (1) or bad news (-1), from its words; "less noise" is
 * good news.
 */
export function valenceOf(text: string): number {
  const read = splitWords(text).map(stem);
  let sum = 0;
  for (let i = 0; i < read.length; i++) {
    const word = read[i] ?? "";
    const sign = GOOD.has(word) ? 1 : BAD.has(word) ? -1 : 0;
    if (sign === 0) continue;
    const turned = read.slice(Math.max(0, i - 3), i).some((before) => LESS.has(before));
    sum += turned ? -sign : sign;
  }
  return Math.tanh(sum / 2);
}

const FOR = "strongly support|support|strongly agree|agree|in favou?r|for|approve|yes";
const AGAINST = "strongly oppose|oppose|strongly disagree|disagree|against|disapprove|no";
const LABELLED = new RegExp(
  `([-−]?\\d{1,6})\\s{0,2}(?:=|means|:|\\(|is)\\s{0,2}(?:strongly |fully |very much ` +
    `|completely )?(?:(${FOR})|(${AGAINST}))\\b`,
  "i",
);
const POLES =
  /\b(?:oppose|against|disagree|disapprove)\b.*\b(?:support|for|agree|favou?r|approve)\b|\b(?:support|agree|favou?r|approve)\b.*\b(?:oppose|against|disagree|disapprove)\b/i;
const NAMES = /^(?:support|approval|agreement|opinion|stance|attitude)/i;

/**
 * Returns 1 for a number that measures support, -1 for one that measures opposition, 0 for any
 * other.
 */
export function stanceScale(name: string, about: string, low: number): -1 | 0 | 1 {
  if (!NAMES.test(name) && !POLES.test(about)) return 0;
  const label = LABELLED.exec(about);
  if (!label) return 1;
  const atLow = Number((label[1] ?? "").replace("−", "-")) <= low;
  return (label[2] !== undefined) === atLow ? -1 : 1;
}
