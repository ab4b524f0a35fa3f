import type { Draws } from "./hash";
import { AXES, type Axis, type Vector } from "./lexicon";
import { axesOf, type Persona } from "./persona";
import type { SiblingStance } from "./sibling-stance";
import {
  AGE_REMARKS,
  ARGUMENTS,
  CLAIMS,
  CLOSERS,
  DAY_ANSWERS,
  DOUBTS,
  MOVED_BY_OTHERS,
  NEUTRAL,
  MOVED_WITHOUT_POSTS,
  CHOICE_TEMPLATES,
  PLANS,
  REACTIONS,
  REASONS,
  SHORT_ANSWERS,
  UNMOVED,
  type StanceLabel,
} from "./text-phrases";
import { writeBiographyOrReport } from "./text-biographies";
import { findTopic } from "./topic";
import { splitIdentifier } from "./tokenize";

export interface TextQuestion {
  readonly name: string;
  readonly about: string;
  /** Options chosen beside this text, which a reason may name. */
  readonly picked: readonly string[];
  readonly siblings: SiblingStance;
  readonly minLength: number;
  readonly maxLength: number | null;
}

const DEFAULT_LENGTH = 280;
const REASON_NAMES = new Set([
  "why",
  "reason",
  "reasons",
  "reasoning",
  "because",
  "explanation",
  "explain",
  "rationale",
  "justification",
  "thought",
  "thoughts",
]);
const MESSAGE_NAMES = new Set([
  "reply",
  "comment",
  "response",
  "message",
  "say",
  "answer",
  "feedback",
]);
const REASON_ASKED = /\b(?:why|reasons?|what moved you|what convinced you)\b/i;
const DAY_ASKED = /\bhow (?:was |is )?your (morning|day|evening|week|weekend|night|afternoon)\b/i;
const PLAN_NAMES = new Set(["plan", "plans", "intention", "next", "goal", "goals"]);
const LABEL_NAMES = new Set([
  "name",
  "title",
  "label",
  "topic",
  "tag",
  "subject",
  "keyword",
  "headline",
]);

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fillTemplate(phrase: string, topic: string, picked: string): string {
  return capitalize(
    phrase
      .replace("{topic}", topic)
      .replace("{Topic}", capitalize(topic))
      .replace("{picked}", picked)
      .replace("{Picked}", capitalize(picked)),
  );
}

function toStanceLabel(stance: number): StanceLabel {
  return stance > 0.12 ? "for" : stance < -0.12 ? "against" : "unsure";
}

/** Draws the axis of a reason in proportion to its strength and to its support for the choice. */
function drawAxis(persona: Persona, draws: Draws, chosen: Vector | null): Axis {
  let best: Axis = "stance";
  let bestScore = -Infinity;
  for (const axis of AXES) {
    const fits = chosen === null ? 0 : persona.axes[axis] * chosen[axis];
    const weight =
      axis === "stance" ? 0.6 : Math.abs(persona.axes[axis]) * (fits < 0 ? 0.1 : 1 + 4 * fits);
    const score = weight < 0.15 ? -Infinity : Math.log(weight) * 2 + draws.gumbel(axis);
    if (score > bestScore) {
      bestScore = score;
      best = axis;
    }
  }
  return best;
}

/** A reason that fits the person and their side. */
function pickReason(persona: Persona, label: StanceLabel, draws: Draws): string {
  if (label === "unsure") return draws.pick("reason", DOUBTS);
  const axis = drawAxis(persona, draws, null);
  const reasons = ARGUMENTS[label][axis];
  return reasons === undefined
    ? draws.pick("reason", DOUBTS)
    : draws.pick("reason", persona.axes[axis] > 0 ? reasons.high : reasons.low);
}

/**
 * A reason that fits the person and the choice, for choices that are neither for nor against
 * something.
 */
function pickReasonForChoice(persona: Persona, picked: string, draws: Draws): string {
  const axis = drawAxis(persona, draws, axesOf(picked));
  const high = axis === "stance" || persona.axes[axis] > 0;
  return draws.pick("reason", high ? REASONS[axis].high : REASONS[axis].low);
}

const FRIEND = /^[-*•]\s?(\p{Lu}[\p{L}'-]{1,20})\b/u;

/** The reason for the current position, if an earlier one was stated. */
function explainMove(persona: Persona, move: number, draws: Draws): string {
  const direction = move > 0.02 ? "up" : move < -0.02 ? "down" : "same";
  const seen = persona.reading.lines.filter(({ kind }) => kind === "seen");
  if (seen.length === 0)
    return draws.pick("moved", direction === "same" ? UNMOVED : MOVED_WITHOUT_POSTS[direction]);
  // Only a message for that side can have moved the person that way.
  const friends = seen.flatMap(({ text }) => {
    const name = FRIEND.exec(text)?.[1];
    const stance = axesOf(text).stance;
    return name !== undefined &&
      (direction === "same" || (direction === "up" ? stance > 0.2 : stance < -0.2))
      ? [name]
      : [];
  });
  const friend = friends[Math.floor(draws.unit("friend") * friends.length)];
  const phrase = draws.pick("moved", MOVED_BY_OTHERS[direction]);
  return friend === undefined && phrase.includes("{friend}")
    ? MOVED_BY_OTHERS[direction][0]
    : phrase.replace("{friend}", friend ?? "");
}

/** Returns an option as a phrase, or null when it is an identifier. */
function quoteOption(picked: readonly string[]): string | null {
  const last = picked.at(-1);
  if (last === undefined || /\d/.test(last) || last.length > 40) return null;
  const words = splitIdentifier(last);
  return words.length === 0 ? null : `"${words.join(" ")}"`;
}

function composeSentences(persona: Persona, question: TextQuestion, draws: Draws): string[] {
  const words = splitIdentifier(question.name);
  const named = (names: ReadonlySet<string>) => words.some((word) => names.has(word));
  const found = findTopic(persona.reading, question.about);
  const topic = found ?? "it";
  const text = writeBiographyOrReport(question.name, found, draws);
  if (text) return [...text];
  const stance = Math.max(-1, Math.min(1, persona.stance + 0.15 * draws.normal("mood")));
  const { siblings } = question;
  const label = toStanceLabel(
    siblings.stance ?? (Math.sign(stance) === Math.sign(persona.stance) ? stance : persona.stance),
  );
  const explains = named(REASON_NAMES) || REASON_ASKED.test(question.about);
  if (named(LABEL_NAMES))
    return [capitalize((found ?? question.name).replace(/^(?:a|an|the|this) /i, ""))];
  if (explains && siblings.move !== null) return [explainMove(persona, siblings.move, draws)];
  const reason = pickReason(persona, label, draws);
  const picked = quoteOption(question.picked);
  if (explains && siblings.stance !== null) return [`${capitalize(reason)}.`];
  if (explains && picked !== null) {
    const side = toStanceLabel(axesOf(picked).stance);
    const because =
      side === "unsure"
        ? pickReasonForChoice(persona, picked, draws)
        : pickReason(persona, side, draws);
    return [
      `${fillTemplate(draws.pick("picked", CHOICE_TEMPLATES), topic, picked)} because ${because}.`,
    ];
  }
  const time = found === null ? DAY_ASKED.exec(persona.reading.question)?.[1] : undefined;
  if (time !== undefined)
    return [draws.pick("day", DAY_ANSWERS).replace("{time}", time.toLowerCase())];
  if (found === null && !explains) return [draws.pick("neutral", NEUTRAL)];

  const age = persona.age;
  const aged =
    age !== null && age < 30
      ? draws.pick("aged", AGE_REMARKS.young)
      : age !== null && age > 60
        ? draws.pick("aged", AGE_REMARKS.old)
        : null;
  const closer =
    aged !== null && draws.unit("ageing") < 0.35 ? aged : draws.pick("closer", CLOSERS[label]);
  const claim = fillTemplate(draws.pick("claim", CLAIMS[label]), topic, "");
  if (named(PLAN_NAMES))
    return [`${fillTemplate(draws.pick("plan", PLANS), topic, "")}, because ${reason}.`, closer];
  if (explains)
    return found === null || draws.unit("bare") < 0.5
      ? [`${capitalize(reason)}.`]
      : [`${claim} because ${reason}.`];
  const body =
    draws.unit("joint") < 0.6 ? [`${claim}: ${reason}.`] : [`${claim}.`, `${capitalize(reason)}.`];
  if (named(MESSAGE_NAMES) && persona.reading.textOf("seen") !== "")
    return [draws.pick("reaction", REACTIONS[label]), ...body];
  return draws.unit("close") < 0.5 ? [...body, closer] : body;
}

/** Cuts at a word, never inside a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  const space = cut.lastIndexOf(" ");
  const shortened = space > max * 0.5 ? cut.slice(0, space) : cut;
  return /[\uD800-\uDBFF]$/.test(shortened) ? shortened.slice(0, -1) : shortened;
}

/**
 * Returns one or two sentences in the first person on the topic of the prompt, within the limits
 * (in characters).
 */
export function writeText(persona: Persona, question: TextQuestion, draws: Draws): string {
  const max = question.maxLength ?? DEFAULT_LENGTH;
  const parts = composeSentences(persona, question, draws);
  let text = "";
  for (const part of parts) {
    const longer = text === "" ? part : `${text} ${part}`;
    if (longer.length > max && text !== "") break;
    text = longer;
  }
  if (text.length > max) {
    const brief = draws.pick("short", SHORT_ANSWERS[toStanceLabel(persona.stance)]);
    const bare = brief.length <= max ? brief : brief.replace(/[.,].*$/, "");
    text = max >= 60 ? clip(text, max) : clip(bare, max);
  }
  const picked = pickReason(persona, toStanceLabel(persona.stance), draws.at("more"));
  const reason = `${capitalize(picked)}.`;
  // JSON Schema counts code points, as spreading does.
  while ([...text].length < question.minLength) text = text === "" ? reason : `${text} ${reason}`;
  return question.maxLength === null ? text : fitLength(text, question);
}

/**
 * After padding to a minimum the text may be too long: cut to the maximum, which is never below the
 * minimum.
 */
function fitLength(text: string, { minLength, maxLength }: TextQuestion): string {
  if (maxLength === null || text.length <= maxLength) return text;
  const clipped = clip(text, maxLength);
  return [...clipped].length >= minLength ? clipped : [...text].slice(0, maxLength).join("");
}
