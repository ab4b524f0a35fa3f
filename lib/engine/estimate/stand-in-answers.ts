import { type JsonSchema, type Manner, standIn } from "@/lib/domain/answers";

/** Texts are written to this share of their longest, up to so many characters: people and models seldom fill what they may. */
export const TEXT_SHARE = 0.6;
export const LONGEST_TEXT = 600;

const WORDS = (
  "the people here think that a good plan for this town should come from those who live and work in it because they know best what is " +
  "needed now and what can wait while others say we ought to ask more often how much it costs before anything changes for everyone again"
).split(" ");

/** Where in the list of words a text begins, and how it goes on. */
const STRIDE = 7;

/** Words up to a length in characters; the same seed gives the same text. */
function words(length: number, seed: number): string {
  let text = "";
  for (let at = seed % WORDS.length; ; at = (at + 1 + (seed % STRIDE)) % WORDS.length) {
    const word = WORDS[at] ?? "";
    const longer = text === "" ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : `${text} ${word}`;
    if (longer.length > length) return text === "" ? longer.slice(0, length) : text;
    text = longer;
  }
}

/** How long a text usually is, given the longest, in characters. */
const usualLength = (longest: number): number => Math.min(TEXT_SHARE * longest, LONGEST_TEXT);

/** A number as people say it: with as many decimals as its range calls for. */
function plainNumber(low: number, high: number, share: number): number {
  const value = low + share * (high - low);
  const decimals = 10 ** Math.max(0, Math.ceil(1 - Math.log10(high - low)));
  const rounded = Math.round(value * decimals) / decimals;
  return rounded < low || rounded > high ? value : rounded;
}

/** Half of what a list may hold beyond its least, but a handful at most. */
const items = (least: number, most: number, seed: number): number => Math.min(most, least + (seed % (Math.min(most - least, MOST_MORE) + 1)));
const MOST_MORE = 3;

const MANNER: Manner = {
  text: (shortest, longest, seed) => {
    const text = words(Math.max(shortest, Math.round(usualLength(longest) * (0.7 + (seed % 61) / 100))), seed);
    return text.length < shortest ? text.padEnd(shortest, ".") : text.slice(0, longest);
  },
  items,
  number: plainNumber,
};

/** Answers in the place of a model's: they fit the schema, depend on the seed alone, and are as long as answers usually are. */
export const standInAnswer = (schema: JsonSchema, seed: number): string => JSON.stringify(standIn(schema, seed, MANNER));
