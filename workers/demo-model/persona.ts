import { Draws, hashText } from "./hash";
import { AXES, namedTrait, readAxes, squash, zeroVector, type Vector } from "./lexicon";
import type { PromptReading } from "./prompt-reading";
import { findAnchor, readNumbers, type Anchor, type StatedNumber } from "./stated-numbers";
import { valenceOf } from "./valence";
import { contentStems, splitIdentifier, splitWords, stem } from "./tokenize";

// Parts of a prompt that do not describe the person, although they contain describing words.
const INSTRUCTION =
  /^(?:answer|reply|respond|you (?:are )?tak(?:e|ing) part|you will be|there are no|imagine)\b/i;
const SCALE_NAMES = /from [-−]?\d[\d.]{0,8} ?\([^)]{0,60}\) to [-−]?\d[\d.]{0,8} ?\([^)]{0,60}\)/gi;
const QUOTED = /“[^”]*”/g;
const ABOUT_READER = /\b(?:you|your|i|my)\b/i;
const MISSING_ITEM =
  /\b(?:no|without(?: an?)?|do not (?:have|own)(?: an?)?|don't (?:have|own)(?: an?)?|never use(?: an?)?) ([a-z]{3,20})\b/gi;

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?]) |\n/);
}

// Instructions are the same for thousands of people, so they are cached.
const MAX_CACHED = 1_000;
const sentenceCache = new Map<string, readonly string[]>();

/** Returns the sentences of a line of instructions that address the reader. */
function sentencesAboutReader(line: string): readonly string[] {
  let found = sentenceCache.get(line);
  if (found === undefined) {
    if (sentenceCache.size >= MAX_CACHED) sentenceCache.clear();
    sentenceCache.set(
      line,
      (found = sentencesOf(line).filter((sentence) => ABOUT_READER.test(sentence))),
    );
  }
  return found;
}

const AGE_BEFORE = new Set(["age", "aged", "am", "are", "is"]);

function toLevel(number: StatedNumber): number {
  const [low, high] = number.scale ?? guessScale(number.value);
  return Math.max(-1, Math.min(1, ((number.value - low) / (high - low)) * 2 - 1));
}

function guessScale(value: number): readonly [number, number] {
  for (const top of [1, 5, 7, 10, 100]) if (value >= 0 && value <= top) return [0, top];
  return [-Math.abs(value), Math.abs(value) || 1];
}

/**
 * Returns the lines about the person. If the profile follows general instructions, statements in
 * these about others or the situation do not describe the person.
 */
function profileOf(reading: PromptReading): readonly string[] {
  const lines = reading.textOf("persona").split("\n");
  const general = new Set(
    reading.messages
      .filter(({ role }) => role === "system" || role === "developer")
      .flatMap(({ content }) => content.split("\n").map((line) => line.trim())),
  );
  if (lines.every((line) => general.has(line))) return lines;
  return lines.flatMap((line) => (general.has(line) ? sentencesAboutReader(line) : [line]));
}

/**
 * The person who answers, as far as the prompt describes them: leanings on the axes of the lexicon,
 * age, stated numbers.
 */
export class Persona {
  readonly axes: Vector;
  /** Tastes that no word of the prompt explains, stable for each person. */
  readonly tastes: Draws;
  /** Stems of things that the person states not to have ("no car"). */
  readonly missingItems: ReadonlySet<string>;
  readonly #profile: readonly string[];
  #numbers: StatedNumber[] | undefined;
  #stance: number | undefined;
  #othersStance: number | null | undefined;

  constructor(readonly reading: PromptReading) {
    const profile = reading.textOf("persona");
    this.tastes = new Draws(
      hashText(profile === "" ? (reading.messages[0]?.content ?? "") : profile),
    );
    this.axes = zeroVector();
    this.#profile = profileOf(reading);
    const own = sentencesOf(this.#profile.join("\n"))
      .filter((sentence) => !INSTRUCTION.test(sentence))
      .join("\n");
    readAxes({ text: own.replace(SCALE_NAMES, ""), into: this.axes, traits: 1, acts: 0.3 });
    this.#readLevels();
    readAxes({
      text: reading.textOf("memory").replace(QUOTED, ""),
      into: this.axes,
      traits: 0.1,
      acts: 0.1,
    });
    squash(this.axes);
    this.missingItems = new Set(
      Array.from(own.matchAll(MISSING_ITEM), (match) => stem((match[1] ?? "").toLowerCase())),
    );
    this.axes.stance = this.stance;
  }

  /**
   * Numbers stated about the person; numbers in messages and memories do not describe the person.
   */
  get numbers(): readonly StatedNumber[] {
    if (this.#numbers) return this.#numbers;
    const remembered = sentencesOf(this.reading.textOf("memory").replace(QUOTED, "")).filter(
      (sentence) => ABOUT_READER.test(sentence),
    );
    return (this.#numbers = [...this.#profile, ...remembered].flatMap(readNumbers));
  }

  get age(): number | null {
    for (const { value, before, after } of this.numbers) {
      if (value < 1 || value > 120) continue;
      const last = before.at(-1) ?? "";
      if (
        after[0] === "year" ||
        after[0] === stem("years") ||
        last === "age" ||
        (AGE_BEFORE.has(last) && after[1] === "old")
      )
        return value;
    }
    return null;
  }

  /**
   * Traits given as numbers ("caution 7 out of 10", "trust: 0.2") take precedence over mentions of
   * the word.
   */
  #readLevels(): void {
    for (const number of this.numbers) {
      for (const word of number.before.slice(-3)) {
        const trait = namedTrait(word);
        if (trait && trait.axis !== "side" && trait.axis !== "stance") {
          this.axes[trait.axis] += trait.weight * (2 * toLevel(number) - 1);
          break;
        }
      }
    }
  }

  anchorFor(topic: ReadonlySet<string>, bounds: readonly [number, number] | null): Anchor | null {
    return findAnchor(this.numbers, topic, bounds);
  }

  /**
   * The person's stance on the topic of the prompt, -1 … 1: from a stated position on a scale, else
   * from words, else a stable taste.
   */
  get stance(): number {
    return (this.#stance ??= this.#readStance());
  }

  #readStance(): number {
    const anchor = this.anchorFor(NO_TOPIC, null);
    if (anchor?.scale) {
      const [low, high] = anchor.scale;
      return Math.max(-1, Math.min(1, ((anchor.value - low) / (high - low)) * 2 - 1));
    }
    if (Math.abs(this.axes.stance) > 0.1) return this.axes.stance;
    const traitStance = 0.15 * this.axes.trust + 0.1 * this.axes.open - 0.1 * this.axes.side;
    return Math.tanh(
      0.9 * this.tastes.normal("stance") +
        traitStance +
        FRAMING * valenceOf(this.reading.textOf("task")),
    );
  }

  /** Mean stance of messages by others, -1 … 1, or null when none takes a side. */
  get othersStance(): number | null {
    if (this.#othersStance !== undefined) return this.#othersStance;
    let sum = 0;
    let count = 0;
    for (const line of this.reading.lines) {
      if (line.kind !== "seen") continue;
      const vector = zeroVector();
      readAxes({ text: line.text, into: vector, traits: 0, acts: 1 });
      const side =
        vector.stance === 0 ? 0 : Math.abs(vector.stance) < 0.2 ? 0 : Math.sign(vector.stance);
      if (side === 0) continue;
      // Counts sides rather than words: one side has more words in the lexicon than the other.
      sum += 0.6 * side;
      count++;
    }
    this.#othersStance = count === 0 ? null : sum / count;
    return this.#othersStance;
  }

  /** How strongly the person is influenced by others, 0 … 1. */
  get openness(): number {
    return Math.max(
      0.02,
      Math.min(
        0.9,
        0.3 + 0.25 * this.axes.open + 0.1 * this.axes.trust + 0.08 * this.tastes.normal("openness"),
      ),
    );
  }
}

/** How strongly the tone of a report moves people: much less than they differ among themselves. */
const FRAMING = 0.15;

const NO_TOPIC: ReadonlySet<string> = new Set();

/** The scores of a text on the axes, bounded; used for options and questions. */
export function axesOf(text: string): Vector {
  const vector = zeroVector();
  readAxes({ text, into: vector, traits: 1, acts: 1 });
  return squash(vector);
}

/** Stems of the name and description of a question. */
export function topicStems(name: string, description: string): Set<string> {
  const stems = contentStems(description);
  for (const word of splitIdentifier(name)) stems.add(stem(word));
  return stems;
}

/**
 * Share of the words of `text` (0 … 1, damped for long texts) that occur in the person's profile,
 * too.
 */
export function overlap(text: string, stems: ReadonlySet<string>): number {
  let shared = 0;
  let total = 0;
  const seen = new Set<string>();
  for (const raw of splitWords(text)) {
    const word = stem(raw);
    if (seen.has(word)) continue;
    seen.add(word);
    total++;
    if (stems.has(word)) shared++;
  }
  return total === 0 ? 0 : shared / Math.sqrt(total + 1);
}

/** Whether any component of the vector is nonzero. */
export function isSignificant(vector: Vector): boolean {
  return AXES.some((axis) => Math.abs(vector[axis]) > 0.05);
}
