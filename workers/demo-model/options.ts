import type { Draws } from "./hash";
import { dot } from "./lexicon";
import { axesOf, overlap, type Persona } from "./persona";
import { splitIdentifier, stem } from "./tokenize";

export interface Option {
  /** The text of the option in the answer. */
  readonly key: string;
  /** Its description in the schema. */
  readonly about: string;
  /** Added to the score: positive is more likely for everyone. */
  readonly bias?: number;
}

const WEIGHTS = {
  traits: 2.2,
  overlap: 2.2,
  remembered: 0.5,
  popular: 0.6,
  taste: 0.35,
  nearness: 2.5,
  noise: 0.75,
  side: 3,
};
const REJECTING_QUESTION =
  /\b(?:unfriend|unfollow|cut|remove|fire|dismiss|exclude|block|expel|eliminate|vote out|get rid|punish|least|worst|dislike)/i;

/**
 * Returns the line of the prompt that describes an option: its line in a list, or its only other
 * occurrence as a word.
 */
export function describeOption(persona: Persona, key: string, siblings: number): string {
  const listed = persona.reading.listItems.get(key.toLowerCase());
  if (listed) return listed.line;
  // Searching the whole prompt for each of very many options would cost more than the answer.
  if (key.length < 2 || siblings > 64) return "";
  const text = persona.reading.textWithoutFormat;
  const at = text.indexOf(key);
  if (at < 0) return "";
  const start = text.lastIndexOf("\n", at) + 1;
  const end = text.indexOf("\n", at);
  return text.slice(start, end < 0 ? text.length : end);
}

/** The number of a numeric option ("4", "4 - agree"), or null. */
function optionNumber(key: string): number | null {
  const value = Number.parseFloat(key);
  return Number.isFinite(value) && /^\s*-?\d/.test(key) ? value : null;
}

/**
 * Scores the options for this person and adds seeded Gumbel noise, so that the order by score is a
 * draw without replacement from the softmax of the plain scores.
 */
export function rankOptions(
  options: readonly Option[],
  {
    persona,
    question,
    anchor,
    draws,
  }: {
    readonly persona: Persona;
    readonly question: string;
    readonly anchor: number | null;
    readonly draws: Draws;
  },
): number[] {
  const descriptions = options.map((option) => describeOption(persona, option.key, options.length));
  const isRejecting = REJECTING_QUESTION.test(question);
  const profile = persona.reading.stems("persona");
  const remembered = persona.reading.stems("memory");
  const seen = persona.reading.textOf("seen");
  const numbers = anchor === null ? null : options.map((option) => optionNumber(option.key));
  const spread = numbers === null ? 1 : spreadOf(numbers);
  const stances = options.map((option) => axesOf(splitIdentifier(option.key).join(" ")).stance);
  const hasOpposingSides =
    stances.some((stand) => stand > 0.3) && stances.some((stand) => stand < -0.3);
  const scores = options.map((option, index) => {
    // A line that several options share describes none of them.
    const line = descriptions[index] ?? "";
    const shared = line !== "" && descriptions.some((other, at) => at !== index && other === line);
    const words = splitIdentifier(option.key).join(" ");
    const context = shared ? "" : line;
    const text = `${words}. ${option.about} ${context}`;
    // "Whom do you unfriend?" asks for the least suitable one; "should taxes be cut?" reverses
    // nothing.
    const sign = isRejecting && context !== "" ? -1 : 1;
    const suits =
      WEIGHTS.traits * dot(persona.axes, axesOf(text)) + WEIGHTS.overlap * overlap(text, profile);
    let score = sign * suits + (option.bias ?? 0);
    const stand = stances[index] ?? 0;
    if (hasOpposingSides && Math.abs(stand) > 0.3)
      score += WEIGHTS.side * persona.stance * Math.sign(stand);
    if (requiresMissingItem(persona, option.key)) score -= 4;
    score += WEIGHTS.remembered * overlap(words, remembered);
    if (option.key.length > 2 && !context && seen.includes(option.key)) score += WEIGHTS.popular;
    score += WEIGHTS.taste * persona.tastes.normal(option.key);
    const number = numbers?.[index];
    if (anchor !== null && number !== null && number !== undefined)
      score -= WEIGHTS.nearness * (Math.abs(number - anchor) / spread);
    return { index, score: score + WEIGHTS.noise * draws.gumbel(option.key) };
  });
  return scores
    .sort((one, other) => other.score - one.score || one.index - other.index)
    .map(({ index }) => index);
}

/** Whether an option requires something that the person states not to have. */
export function requiresMissingItem(persona: Persona, key: string): boolean {
  return (
    persona.missingItems.size > 0 &&
    splitIdentifier(key).some((word) => persona.missingItems.has(stem(word)))
  );
}

function spreadOf(numbers: readonly (number | null)[]): number {
  const known = numbers.filter((value) => value !== null);
  return known.length < 2 ? 1 : Math.max((Math.max(...known) - Math.min(...known)) / 3, 1e-9);
}

/**
 * Decides between yes and no. The meaning of yes on the axes comes from the question's name and
 * description; without one, the answer follows the person's stance and taste.
 */
export function decideYesNo(
  persona: Persona,
  {
    name,
    about,
    draws,
  }: {
    readonly name: string;
    readonly about: string;
    readonly draws: Draws;
  },
): boolean {
  const text = `${splitIdentifier(name).join(" ")}. ${about}`;
  const asked = axesOf(text);
  if (Math.abs(asked.stance) > 0.3) {
    const side = 3.5 * persona.stance * Math.sign(asked.stance);
    return (
      side +
        WEIGHTS.taste * persona.tastes.normal(name) +
        0.4 * (draws.gumbel("yes") - draws.gumbel("no")) >
      0
    );
  }
  const meaning = dot(persona.axes, asked);
  let score = WEIGHTS.traits * 1.2 * meaning;
  if (Math.abs(meaning) < 0.05) score += 0.8 * persona.stance + 0.5 * persona.axes.open;
  score += WEIGHTS.taste * persona.tastes.normal(name);
  return score + WEIGHTS.noise * (draws.gumbel("yes") - draws.gumbel("no")) > 0;
}
