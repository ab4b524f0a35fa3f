import type { PromptReading } from "./prompt-reading";
import { isStopWord, splitWords } from "./tokenize";

const MARKERS = [
  "about ",
  "regarding ",
  "concerning ",
  "on the topic of ",
  "on the question of ",
  "opinion on ",
  "opinion of ",
  "views on ",
  "view on ",
  "attitude to ",
  "attitude towards ",
  "on a ",
  "on the ",
  "on ",
];
const CLAUSE_ENDS =
  /[.,;:?!()[\]{}"“”\n|<>]| (?:to|for|with|in|is|are|was|and|or|that|which|from|you|now|so|as|at|by|than|when|while|because|based|using|among|among|before|after|into|should|will|would|can|could|has|have) /i;
const NO_TOPICS =
  /^(?:a|the|an|this|that|these|those|your|you|it|what|how|why|who|whom|yourself|yourselves|everything|something|each|one|all|average|behalf|top|line|scale|json|which|whether|them|him|her|my|me|i|their|his|our|its|other|others|where)?\s*(?:living|scale|topic|basis|profile|answer|question|person|people|part|person described|politics)?$/i;
const FORMAT_LINE = /json|schema|reply with|respond|answer as|answer with/i;
const MAX_WORDS = 5;

function cutPhrase(text: string): string | null {
  const padded = `${text.slice(0, 80)} `;
  const end = CLAUSE_ENDS.exec(padded);
  const phrase = (end ? padded.slice(0, end.index) : padded)
    .trim()
    .split(/\s+/)
    .slice(0, MAX_WORDS)
    .join(" ")
    .replace(/ (?:now|today|again|currently)$/i, "");
  if (phrase.length < 3 || phrase.length > 48 || NO_TOPICS.test(phrase) || /\d/.test(phrase))
    return null;
  return lowerArticle(phrase);
}

function lowerArticle(phrase: string): string {
  return phrase.replace(/^(?:A|An|The) /, (article) => article.toLowerCase());
}

function topicOfText(text: string): string | null {
  for (const line of text.split("\n").reverse()) {
    if (FORMAT_LINE.test(line)) continue;
    const lower = line.toLowerCase();
    for (const marker of MARKERS) {
      const at = lower.indexOf(marker);
      if (at < 0 || (at > 0 && /[a-z]/.test(lower[at - 1] ?? ""))) continue;
      const phrase = cutPhrase(line.slice(at + marker.length));
      if (phrase !== null)
        return marker === "on a " ? `a ${phrase}` : marker === "on the " ? `the ${phrase}` : phrase;
    }
  }
  return null;
}

function commonWord(text: string): string | null {
  const counts = new Map<string, number>();
  let best: string | null = null;
  let bestCount = 0;
  for (const word of splitWords(text)) {
    if (word.length < 4 || isStopWord(word) || /\d/.test(word)) continue;
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    if (count > bestCount && count > 1) {
      best = word;
      bestCount = count;
    }
  }
  return best;
}

const SIDED = /\b(?:support|oppose|in favou?r of|against) ((?:this|the) [a-z]{3,20})\b/i;
const QUOTED = /[“"][^”"]*(?:[”"]|$)/g;

function topicOfForm(text: string): string | null {
  const phrase = SIDED.exec(text)?.[1]?.toLowerCase();
  return phrase === undefined ? null : phrase;
}

/**
 * Returns the topic of a text as a noun phrase, or null when the prompt does not state it clearly:
 * from the questions ("do you support this plan?"), the task, then the person's profile. The
 * description of the text itself says what to write, not about which topic.
 */
export function findTopic(reading: PromptReading, about: string): string | null {
  const task = reading.textOf("task").replace(QUOTED, "");
  const named =
    topicOfForm(about) ??
    topicOfForm(reading.textOf("format")) ??
    topicOfText(task) ??
    topicOfText(reading.textOf("persona"));
  if (named !== null) return named;
  const word = commonWord(task);
  return word === null ? null : `the ${word}`;
}
