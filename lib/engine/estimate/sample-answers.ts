import { type JsonSchema, type AnswerStyle, sampleAnswer } from "@/lib/domain/answers";

/** How the people of a population answer, on the whole. */
export type AnswerProfile = {
  /**
   * Texts are written to this share of their longest, up to `LONGEST_TEXT` characters: people and
   * models seldom fill what they may.
   */
  readonly text: number;
  /**
   * Of several options, which one most people take; null where all are as likely. Counts through
   * the options from one profile to the next.
   */
  readonly prefers: number | null;
  /** The part of their range in which numbers lie, from 0 to 1. */
  readonly numbers: readonly [from: number, to: number];
};

const MAX_TEXT_LENGTH = 600;

/** Answers in which no one prefers anything, and texts are of middling length. */
export const NEUTRAL_PROFILE: AnswerProfile = { text: 0.45, prefers: null, numbers: [0, 1] };

/**
 * Where what happens depends on answers, no one knows beforehand what it will be. These populations
 * each lean another way, and write little or much: what a study takes lies between what they take,
 * unless a model leans further than four in five.
 */
export const PROFILES: readonly [AnswerProfile, ...AnswerProfile[]] = [
  NEUTRAL_PROFILE,
  { text: 0.8, prefers: 0, numbers: [0.6, 1] },
  { text: 0.25, prefers: 1, numbers: [0.3, 0.7] },
  { text: 0.8, prefers: 2, numbers: [0, 0.4] },
  { text: 0.25, prefers: 3, numbers: [0.4, 0.6] },
];

/** One answer in so many is anything, the others are what most prefer. */
const EXCEPTION_RATE = 5;

/**
 * Among more options than these, such as all agents of a type, a single favourite of everyone would
 * be odd.
 */
const MAX_PREFERRED = 20;

const WORDS = (
  "the people here think that a good plan for this town should come from those who live and work in it because they know best what is " +
  "needed now and what can wait while others say we ought to ask more often how much it costs before anything changes for everyone again"
).split(" ");

/** Where in the list of words a text begins, and how it goes on. */
const STRIDE = 7;

/** Words up to a length in characters; the same seed gives the same text. */
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

/** A number as people say it: with as many decimals as its range calls for. */
function roundNumber(low: number, high: number, share: number): number {
  const value = low + share * (high - low);
  const decimals = 10 ** Math.max(0, Math.ceil(1 - Math.log10(high - low)));
  const rounded = Math.round(value * decimals) / decimals;
  return rounded < low || rounded > high ? value : rounded;
}

/** A few more than the least that a list must hold, as far as it may. */
const listLength = (least: number, most: number, seed: number): number =>
  Math.min(most, least + (seed % (Math.min(most - least, MAX_EXTRA_ITEMS) + 1)));
const MAX_EXTRA_ITEMS = 3;

function createChooser(prefers: number): NonNullable<AnswerStyle["choose"]> {
  return (options, seed) => {
    if (seed % EXCEPTION_RATE === 0 || options.length > MAX_PREFERRED)
      return Math.floor(seed / EXCEPTION_RATE) % options.length;
    // By name and not by place: options come and go between agents, and the same one is preferred
    // by all.
    const ranked = options
      .map((label, at) => ({ rank: hashOf(label), at }))
      .sort((one, other) => one.rank - other.rank || one.at - other.at);
    return ranked[prefers % ranked.length]?.at ?? 0;
  };
}

/** 32 bits of a text (FNV-1a). */
function hashOf(text: string): number {
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
  position: (place) => from + place * (to - from),
  ...(prefers !== null && { choose: createChooser(prefers) }),
});

export type SampleAnswer = (schema: JsonSchema, seed: number, like?: unknown) => string;

/**
 * Answers in the place of a model's: they fit the schema, depend on the seed alone, and follow
 * their profile, or are like one given before.
 */
export function createSampleAnswers(profile: AnswerProfile): SampleAnswer {
  const style = answerStyle(profile);
  return (schema, seed, like) => JSON.stringify(sampleAnswer(schema, seed, style, like));
}
