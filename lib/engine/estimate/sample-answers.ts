import { type JsonSchema, type AnswerStyle, sampleAnswer } from "@/lib/domain/answers";

/** Preferences of sample answers in a dry run. */
export type AnswerProfile = {
  /**
   * Share of the maximum length that texts use, up to `MAX_TEXT_LENGTH` characters: people and
   * models seldom use all of it.
   */
  readonly text: number;
  /**
   * Index of the preferred option, in an order by hash; null if all are equally likely. Profiles
   * differ in it.
   */
  readonly prefers: number | null;
  /** Part of their range that numbers are taken from, from 0 to 1. */
  readonly numbers: readonly [from: number, to: number];
};

const MAX_TEXT_LENGTH = 600;

/** Profile without preferences and with texts of medium length. */
export const NEUTRAL_PROFILE: AnswerProfile = { text: 0.45, prefers: null, numbers: [0, 1] };

/**
 * The course of a run depends on answers, which are unknown in advance. These profiles prefer
 * different options and write long or short texts; the use of a study lies between theirs unless a
 * model's preferences exceed four in five.
 */
export const PROFILES: readonly [AnswerProfile, ...AnswerProfile[]] = [
  NEUTRAL_PROFILE,
  { text: 0.8, prefers: 0, numbers: [0.6, 1] },
  { text: 0.25, prefers: 1, numbers: [0.3, 0.7] },
  { text: 0.8, prefers: 2, numbers: [0, 0.4] },
  { text: 0.25, prefers: 3, numbers: [0.4, 0.6] },
];

/** One answer in this many is uniform; the others are the preferred option. */
const EXCEPTION_RATE = 5;

/**
 * Above this number of options, such as all agents of a type, a single preferred option would be
 * unrealistic.
 */
const MAX_PREFERRED = 20;

const WORDS = (
  "the people here think that a good plan for this town should come from those who live and " +
  "work in it because they know best what is needed now and what can wait while others say we " +
  "ought to ask more often how much it costs before anything changes for everyone again"
).split(" ");

/** Step through the word list, so that texts with different seeds differ. */
const STRIDE = 7;

/** Joins words up to a length in characters; deterministic in the seed. */
function wordsOfLength(length: number, seed: number): string {
  let text = "";
  for (let at = seed % WORDS.length; ; at = (at + 1 + (seed % STRIDE)) % WORDS.length) {
    const word = WORDS[at] ?? "";
    const longer =
      text === "" ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : `${text} ${word}`;
    if (longer.length > length) return text === "" ? longer.slice(0, length) : text;
    text = longer;
  }
}

/** Rounds a number to decimals that suit its range, as people do. */
function roundNumber(low: number, high: number, share: number): number {
  const value = low + share * (high - low);
  const decimals = 10 ** Math.max(0, Math.ceil(1 - Math.log10(high - low)));
  const rounded = Math.round(value * decimals) / decimals;
  return rounded < low || rounded > high ? value : rounded;
}

/** Slightly more than the minimum list length, within the maximum. */
const listLength = (least: number, most: number, seed: number): number =>
  Math.min(most, least + (seed % (Math.min(most - least, MAX_EXTRA_ITEMS) + 1)));
const MAX_EXTRA_ITEMS = 3;

function createChooser(prefers: number): NonNullable<AnswerStyle["choose"]> {
  return (options, seed) => {
    if (seed % EXCEPTION_RATE === 0 || options.length > MAX_PREFERRED)
      return Math.floor(seed / EXCEPTION_RATE) % options.length;
    // Ranks by label instead of index: options differ between agents, but all prefer the same one.
    const ranked = options
      .map((label, at) => ({ rank: hashText(label), at }))
      .sort((one, other) => one.rank - other.rank || one.at - other.at);
    return ranked[prefers % ranked.length]?.at ?? 0;
  };
}

/** 32-bit FNV-1a hash of a text. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const answerStyle = ({
  text: share,
  prefers,
  numbers: [from, to],
}: AnswerProfile): AnswerStyle => ({
  text: (shortest, longest, seed) => {
    const usual = Math.min(share * longest, MAX_TEXT_LENGTH);
    const text = wordsOfLength(
      Math.max(shortest, Math.round(usual * (0.7 + (seed % 61) / 100))),
      seed,
    );
    return text.length < shortest ? text.padEnd(shortest, ".") : text.slice(0, longest);
  },
  items: listLength,
  number: roundNumber,
  position: (fraction) => from + fraction * (to - from),
  ...(prefers !== null && { choose: createChooser(prefers) }),
});

export type AnswerSampler = (schema: JsonSchema, seed: number, like?: unknown) => string;

/**
 * Creates a function that samples answers in place of a model. Answers match the schema, depend on
 * the seed alone, and follow the profile or imitate a recorded answer.
 */
export function createAnswerSampler(profile: AnswerProfile): AnswerSampler {
  const style = answerStyle(profile);
  return (schema, seed, like) => JSON.stringify(sampleAnswer(schema, seed, style, like));
}
