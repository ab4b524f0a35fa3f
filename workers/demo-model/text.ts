import type { Draws } from "./hash";
import { AXES, type Axis, type Vector } from "./lexicon";
import { axesOf, type Persona } from "./persona";
import { AGED, CLAIMS, CLOSERS, PICKED, PLANS, REACTIONS, REASONS, SHORT, type Lean } from "./text-phrases";
import { findTopic } from "./topic";
import { splitIdentifier } from "./words";

export interface TextQuestion {
  readonly name: string;
  readonly about: string;
  /** Options chosen beside this text, which a reason may name. */
  readonly picked: readonly string[];
  readonly minLength: number;
  readonly maxLength: number | null;
}

const USUAL_LENGTH = 280;
const REASON_NAMES = new Set(["why", "reason", "reasons", "reasoning", "because", "explanation", "explain", "rationale", "justification", "thought", "thoughts"]);
const MESSAGE_NAMES = new Set(["reply", "comment", "response", "message", "say", "answer", "feedback"]);
const PLAN_NAMES = new Set(["plan", "plans", "intention", "next", "goal", "goals"]);
const LABEL_NAMES = new Set(["name", "title", "label", "topic", "tag", "subject", "keyword", "headline"]);

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fill(phrase: string, topic: string, picked: string): string {
  return capital(phrase.replace("{topic}", topic).replace("{Topic}", capital(topic)).replace("{picked}", picked).replace("{Picked}", capital(picked)));
}

function leanOf(stance: number): Lean {
  return stance > 0.12 ? "for" : stance < -0.12 ? "against" : "unsure";
}

/** A reason that fits the person; the axis is drawn in proportion to how marked it is, and to how it speaks for what they chose. */
function reasonOf(persona: Persona, lean: Lean, draws: Draws, chosen: Vector | null = null): string {
  let best: Axis = "stance";
  let bestScore = -Infinity;
  for (const axis of AXES) {
    const fits = chosen === null ? 0 : persona.axes[axis] * chosen[axis];
    const weight = axis === "stance" ? 0.6 : Math.abs(persona.axes[axis]) * (fits < 0 ? 0.1 : 1 + 4 * fits);
    const score = weight < 0.15 ? -Infinity : Math.log(weight) * 2 + draws.gumbel(axis);
    if (score > bestScore) {
      bestScore = score;
      best = axis;
    }
  }
  const high = best === "stance" ? lean === "for" || (lean === "unsure" && draws.unit("side") < 0.5) : persona.axes[best] > 0;
  return draws.pick("reason", high ? REASONS[best].high : REASONS[best].low);
}

/** An option as one would say it, or null when it is an identifier. */
function sayable(picked: readonly string[]): string | null {
  const last = picked.at(-1);
  if (last === undefined || /\d/.test(last) || last.length > 40) return null;
  const words = splitIdentifier(last);
  return words.length === 0 ? null : `"${words.join(" ")}"`;
}

function sentences(persona: Persona, question: TextQuestion, draws: Draws): string[] {
  const words = splitIdentifier(question.name);
  const named = (names: ReadonlySet<string>) => words.some((word) => names.has(word));
  const topic = findTopic(persona.reading, question.name, question.about);
  const stance = Math.max(-1, Math.min(1, persona.stance + 0.15 * draws.normal("mood")));
  const lean = leanOf(Math.sign(stance) === Math.sign(persona.stance) ? stance : persona.stance);
  const picked = sayable(question.picked);
  const justifies = picked !== null && named(REASON_NAMES);
  const reason = justifies ? reasonOf(persona, "for", draws, axesOf(picked)) : reasonOf(persona, lean, draws);
  if (named(LABEL_NAMES)) return [capital(topic.replace(/^(?:a|an|the) /i, ""))];

  const age = persona.age;
  const aged = age !== null && age < 30 ? draws.pick("aged", AGED.young) : age !== null && age > 60 ? draws.pick("aged", AGED.old) : null;
  const closer = aged !== null && draws.unit("ageing") < 0.35 ? aged : draws.pick("closer", CLOSERS[lean]);
  const claim = fill(draws.pick("claim", CLAIMS[lean]), topic, "");
  if (named(PLAN_NAMES)) return [`${fill(draws.pick("plan", PLANS), topic, "")}, because ${reason}.`, closer];
  if (named(REASON_NAMES)) {
    if (justifies) return [`${fill(draws.pick("picked", PICKED), topic, picked ?? "")} because ${reason}.`];
    return draws.unit("bare") < 0.4 ? [`${capital(reason)}.`, `${claim}.`] : [`${claim} because ${reason}.`];
  }
  const body = draws.unit("joint") < 0.6 ? [`${claim}: ${reason}.`] : [`${claim}.`, `${capital(reason)}.`];
  if (named(MESSAGE_NAMES) && persona.reading.of("seen") !== "") return [draws.pick("reaction", REACTIONS[lean]), ...body];
  return draws.unit("close") < 0.5 ? [...body, closer] : body;
}

/** Cuts at a word, never inside a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  const space = cut.lastIndexOf(" ");
  const kept = space > max * 0.5 ? cut.slice(0, space) : cut;
  return /[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept;
}

/** One or two sentences in the first person on the topic of the prompt, within the limits (in characters). */
export function writeText(persona: Persona, question: TextQuestion, draws: Draws): string {
  const max = question.maxLength ?? USUAL_LENGTH;
  const parts = sentences(persona, question, draws);
  let text = "";
  for (const part of parts) {
    const longer = text === "" ? part : `${text} ${part}`;
    if (longer.length > max && text !== "") break;
    text = longer;
  }
  if (text.length > max) {
    const brief = draws.pick("short", SHORT[leanOf(persona.stance)]);
    const bare = brief.length <= max ? brief : brief.replace(/[.,].*$/, "");
    text = max >= 60 ? clip(text, max) : clip(bare, max);
  }
  const reason = `${capital(reasonOf(persona, leanOf(persona.stance), draws.at("more")))}.`;
  // JSON Schema counts code points; spreading does too.
  while ([...text].length < question.minLength) text = text === "" ? reason : `${text} ${reason}`;
  return question.maxLength === null ? text : exactly(text, question);
}

/** After padding to a minimum the text may be too long: cut to the maximum, which is never below the minimum. */
function exactly(text: string, { minLength, maxLength }: TextQuestion): string {
  if (maxLength === null || text.length <= maxLength) return text;
  const clipped = clip(text, maxLength);
  return [...clipped].length >= minLength ? clipped : [...text].slice(0, maxLength).join("");
}
