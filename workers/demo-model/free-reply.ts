import { NO_SIBLING_STANCE } from "./sibling-stance";
import type { Draws } from "./hash";
import { overlap, Persona } from "./persona";
import { PromptReading } from "./prompt-reading";
import { writeText } from "./text";
import { contentStems } from "./tokenize";

const FIRST_PERSON = new Map([
  ["you", "I"],
  ["your", "my"],
  ["yours", "mine"],
  ["yourself", "myself"],
  ["are", "am"],
  ["you're", "I'm"],
  ["were", "was"],
]);

/** Words before a "you" that is an object: "people who know you" becomes "people who know me". */
const BEFORE_OBJECT = new Set([
  ...["know", "knows", "call", "calls", "tell", "tells", "told", "ask", "asks", "help", "helps"],
  ...["see", "sees", "trust", "trusts"],
  ...["about", "at", "by", "for", "from", "of", "on", "to", "with"],
]);

/** "You are 45 years old and like your job" becomes "I am 45 years old and like my job". */
function toFirstPerson(sentence: string): string {
  let isAfterYou = false;
  let previous = "";
  const words = sentence.split(" ").map((word) => {
    const lower = word.toLowerCase();
    const bare = lower.replace(/[^a-z']/g, "");
    const verb = bare === "are" || bare === "were";
    const isObject = bare === "you" && BEFORE_OBJECT.has(previous);
    const replacement = isObject ? "me" : verb && !isAfterYou ? undefined : FIRST_PERSON.get(bare);
    isAfterYou = bare === "you" && !isObject;
    previous = bare;
    return replacement === undefined ? word : lower.replace(bare, replacement);
  });
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Questions about oneself that share no word with their answer. */
const SELF_QUESTIONS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bhow old\b|\byour age\b/i, ["old", "year", "age"]],
  [
    /\bfor a living\b|\byour (?:job|work|occupation|profession)\b/i,
    ["work", "job", "employ", "retir", "student"],
  ],
  [/\bwhere (?:do you|are you)\b/i, ["live", "liv", "from", "hom"]],
  [
    /\bwho are you\b|\bintroduce yourself\b|\babout yourself\b/i,
    ["old", "year", "work", "live", "are", "you"],
  ],
];

/**
 * Returns the sentence about the person that shares most with the question, in the first person;
 * null when none is similar.
 */
function recallAboutSelf(persona: Persona, question: string): string | null {
  const asked = contentStems(question);
  for (const [pattern, words] of SELF_QUESTIONS)
    if (pattern.test(question)) for (const word of words) asked.add(word);
  let best: string | null = null;
  let bestScore = 0.35;
  for (const sentence of persona.reading.textOf("persona").split(/(?<=[.!?])\s+|\n/)) {
    if (!/\byou(?:r|'re)?\b/i.test(sentence) || sentence.length > 240) continue;
    const score = overlap(sentence, asked);
    if (score > bestScore) {
      best = sentence;
      bestScore = score;
    }
  }
  return best === null ? null : toFirstPerson(best.trim());
}

/**
 * Returns the person's answer when no schema is given: facts about themselves if asked for them,
 * else their opinion.
 */
export function writeFreeReply(persona: Persona, draws: Draws): string {
  const { question } = persona.reading;
  const known = recallAboutSelf(persona, question);
  // The topic is that of the last question, not of the whole conversation.
  const asked = new Persona(
    new PromptReading(
      persona.reading.messages.filter(
        ({ role }, index, all) => role !== "user" || index === all.length - 1,
      ),
    ),
  );
  const view = writeText(
    asked,
    {
      name: "say",
      about: question,
      picked: [],
      siblings: NO_SIBLING_STANCE,
      minLength: 0,
      maxLength: 280,
    },
    draws,
  );
  if (known === null) return view;
  return draws.unit("both") < 0.5 ? known : `${known} ${view}`;
}
