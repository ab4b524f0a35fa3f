import { splitWords, stem } from "./tokenize";

/**
 * The axes on which a person and an option are compared, each from about -1 to 1: risk (cautious …
 * bold), care (selfish … generous), trust (suspicious … trusting), social (withdrawn … outgoing),
 * mood (worried … cheerful), open (set in one's ways … curious), stance (against … for), side (left
 * … right).
 */
export const AXES = ["risk", "care", "trust", "social", "mood", "open", "stance", "side"] as const;
export type Axis = (typeof AXES)[number];
export type Vector = Record<Axis, number>;

export function zeroVector(): Vector {
  return { risk: 0, care: 0, trust: 0, social: 0, mood: 0, open: 0, stance: 0, side: 0 };
}

export function dot(one: Vector, other: Vector): number {
  let sum = 0;
  for (const axis of AXES) sum += one[axis] * other[axis];
  return sum;
}

interface Entry {
  readonly axis: Axis;
  readonly weight: number;
}

/** Words that describe people. `axis weight: words` per line. */
const TRAITS = `
risk -1: cautious careful prudent timid wary hesitant fearful frugal thrifty caution prudence
risk -1: riskaverse
risk -0.6: anxious worried nervous shy patient modest reserved anxiety
risk 1: bold daring adventurous reckless brave risktaking riskseeking risktolerant fearless boldness
risk 1: impulsive thrillseeking
risk 0.5: ambitious confident entrepreneurial competitive optimistic ambition
care 1: generous kind altruistic selfless caring helpful cooperative compassionate charitable fair
care 1: fairminded prosocial generosity altruism kindness
care 0.6: warm friendly agreeable empathetic loyal honest agreeableness empathy friendliness
care 0.6: solidarity
care -1: selfish greedy egoistic stingy ruthless selfinterested egoist selfishness greed
care -1: exploitative
care -0.6: competitive cold hostile dishonest opportunistic cynical spiteful envious
trust 1: trusting trustful credulous naive gullible
trust 0.6: trust friendly optimistic
trust -1: suspicious distrustful mistrustful sceptical skeptical cynical paranoid distrust suspicion
trust -0.5: anxious wary disappointed betrayed
social 1: outgoing extraverted extroverted sociable talkative gregarious chatty lively extraversion
social 1: extroversion
social 0.5: curious friendly active popular cheerful confident
social -1: shy introverted withdrawn quiet lonely solitary silent introversion
social -0.5: reserved indifferent tired anxious
mood 1: cheerful happy optimistic hopeful satisfied content joyful optimism
mood -1: anxious worried sad pessimistic depressed angry afraid unhappy gloomy neuroticism neurotic
mood -1: anxiety pessimism
open 1: curious openminded creative imaginative progressive inventive openness curiosity flexible
open -1: stubborn traditional dogmatic rigid conventional closedminded opinionated
open -0.5: conservative loyal habitual
side -1: left leftwing liberal progressive socialist democrat green labour leftist
side 1: right rightwing conservative republican tory libertarian rightist
`;

/** Words for actions and offers. */
const ACTION_LEXICON = `
risk 1: risky gamble bet lottery venture speculate speculative stock borrow dare startup allin
risk 1: uncertain chance volatile leap
risk 0.6: invest quit leave move switch change emigrate attempt try expand aggressive attack
risk -1: safe save secure sure certain guaranteed insure insurance bond deposit protect avoid hold
risk -1: riskless safety fixed
risk -0.6: wait stay keep delay postpone vaccinate mask isolate stable postponed
care 1: give donate share cooperate contribute contribution help volunteer forgive generous fair
care 1: equal together equally donation charity public
care 0.5: accept protect stay invite thank apologise
care -1: defect cheat steal exploit betray freeride hoard punish dump deceive lie
care -0.6: keep refuse take reject private ignore withhold own compete
trust 1: trust believe lend rely accept cooperate
trust -1: distrust doubt verify suspect defect inspect report
trust -0.5: reject refuse decline check
social 1: attend join meet visit speak talk chat party invite befriend post comment publish discuss
social 1: gather
social 0.5: share reply follow recommend dance campaign
social -1: nothing none skip silent abstain alone home pass quiet withdraw
social -0.6: ignore unfriend unfollow leave stay block mute wait
mood 1: hope good great enjoy win benefit better
mood -1: fear bad danger harm lose loss worse crisis threat terrible
open 1: new novel unknown explore experiment foreign abroad learn discover unusual change
open -1: usual familiar traditional known habit tradition same unchanged keep
stance 1: support agree approve favour favor accept endorse yes pro back welcome
stance 0.6: good fair useful worth sensible necessary better
stance -1: oppose disagree disapprove reject against refuse object no anti decline resist
stance -0.6: bad unfair useless wrong expensive unnecessary dislike worse wasteful
side -1: left liberal welfare redistribution union socialist progressive
side 1: right conservative market liberty tradition republican deregulation
`;

function compile(source: string): Map<string, Entry[]> {
  const lexicon = new Map<string, Entry[]>();
  for (const line of source.trim().split("\n")) {
    const [head = "", words = ""] = line.split(":");
    const [axisName, weight] = head.split(" ");
    const axis = AXES.find((known) => known === axisName);
    if (!axis) throw new Error(`lexicon: unknown axis in "${line}"`);
    for (const word of words.trim().split(" ")) {
      const key = stem(word);
      lexicon.set(key, [...(lexicon.get(key) ?? []), { axis, weight: Number(weight) }]);
    }
  }
  return lexicon;
}

const TRAIT_WORDS = compile(TRAITS);
const ACTION_WORDS = compile(ACTION_LEXICON);

// Pairs of words that mean one trait: joined, they are looked up as one word.
const JOINS = new Map<string, ReadonlySet<string>>([
  ["risk", new Set(["averse", "taking", "seeking", "tolerant", "aversion", "tolerance"])],
  ["self", new Set(["interested", "less"])],
  ["open", new Set(["minded"])],
  ["closed", new Set(["minded"])],
  ["fair", new Set(["minded"])],
  ["left", new Set(["wing"])],
  ["right", new Set(["wing"])],
  ["free", new Set(["ride", "riding"])],
  ["thrill", new Set(["seeking"])],
]);
const JOINED = new Map([
  ["riskaversion", "riskaverse"],
  ["risktolerance", "risktolerant"],
  ["freeriding", "freeride"],
]);

const NEGATORS = new Set([
  "not",
  "never",
  "hardly",
  "isnt",
  "arent",
  "dont",
  "doesnt",
  "without",
  "no",
  "lack",
  "lacks",
  "little",
  "low",
  "cannot",
  "wont",
  "nor",
  "less",
]);
const STRONG = new Set([
  "very",
  "extremely",
  "strongly",
  "highly",
  "always",
  "deeply",
  "high",
  "strong",
  "really",
  "completely",
  "fully",
]);
const WEAK = new Set([
  "somewhat",
  "slightly",
  "rather",
  "fairly",
  "sometimes",
  "bit",
  "moderately",
  "medium",
  "average",
  "moderate",
  "partly",
]);

function modifier(words: readonly string[], index: number): number {
  let factor = 1;
  for (let back = 1; back <= 3; back++) {
    const word = words[index - back];
    if (word === undefined || word === "and" || word === "but") break;
    if (NEGATORS.has(word)) factor *= -0.9;
    else if (STRONG.has(word)) factor *= 1.6;
    else if (WEAK.has(word)) factor *= 0.5;
  }
  const next = words[index + 1];
  if (next === "low" || next === "little") factor *= -0.9;
  else if (next === "high") factor *= 1.3;
  return factor;
}

interface Meaning {
  readonly traits: readonly Entry[] | undefined;
  readonly acts: readonly Entry[] | undefined;
}

// Prompts repeat their words: caching each look-up saves the stemming, the larger part of reading a
// prompt.
const MAX_MEANINGS = 50_000;
const meanings = new Map<string, Meaning | null>();

function meaningOf(word: string): Meaning | null {
  const known = meanings.get(word);
  if (known !== undefined) return known;
  const key = stem(word);
  const found = { traits: TRAIT_WORDS.get(key), acts: ACTION_WORDS.get(key) };
  const meaning = found.traits || found.acts ? found : null;
  if (meanings.size >= MAX_MEANINGS) meanings.clear();
  meanings.set(word, meaning);
  return meaning;
}

/**
 * Adds the scores of the words of `text` on each axis to `into`; `traits` and `acts` weigh the two
 * word lists.
 */
export function readAxes({
  text,
  into,
  traits,
  acts,
}: {
  readonly text: string;
  readonly into: Vector;
  readonly traits: number;
  readonly acts: number;
}): number {
  const words = splitWords(text);
  let hits = 0;
  for (let i = 0; i < words.length; i++) {
    let word = words[i] ?? "";
    const at = i;
    const next = words[i + 1];
    if (next !== undefined && JOINS.get(word)?.has(next)) {
      word = JOINED.get(word + next) ?? word + next;
      i++;
    }
    // "no risk" negates; a "no" that ends the text is an answer.
    if (word === "no" && i < words.length - 1) continue;
    const meaning = meaningOf(word);
    if (meaning === null) continue;
    hits++;
    const { traits: entries, acts: acted } = meaning;
    const factor = modifier(words, at);
    if (entries) for (const { axis, weight } of entries) into[axis] += weight * factor * traits;
    if (acted) for (const { axis, weight } of acted) into[axis] += weight * factor * acts;
  }
  return hits;
}

/** Returns the axis that a noun names ("trust: 7 of 10"), with its direction, or undefined. */
export function namedTrait(word: string): Entry | undefined {
  return TRAIT_WORDS.get(stem(JOINED.get(word) ?? word))?.[0];
}

/** Maps every axis to -1 … 1. */
export function squash(vector: Vector): Vector {
  for (const axis of AXES) vector[axis] = Math.tanh(vector[axis]);
  return vector;
}
