import type { Draws } from "./hash";
import { axesOf, isSignificant, topicStems, type Persona } from "./persona";
import { dot } from "./lexicon";
import type { NumberNode } from "./json-schema";
import { stanceScale } from "./valence";

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Finite bounds of an answer: an open side is closed at a plausible distance. */
function closeBounds(node: NumberNode, anchor: number | null): Bounds {
  const reach = Math.max(10, Math.abs(anchor ?? 0) * 2);
  const { minimum, maximum } = node;
  if (minimum !== null && maximum !== null) return { low: minimum, high: maximum };
  if (minimum !== null) return { low: minimum, high: Math.max(minimum + reach, (anchor ?? 0) * 2) };
  if (maximum !== null) return { low: Math.min(maximum - reach, (anchor ?? 0) * 2), high: maximum };
  return { low: Math.min(0, (anchor ?? 0) * 2), high: reach };
}

/**
 * Rounds to a number that a person would name on this range, and clamps the value to the bounds
 * after rounding.
 */
function fitNumber(value: number, node: NumberNode, bounds: Bounds): number {
  if (node.multipleOf !== null) {
    const step = node.multipleOf;
    let lowest = Math.ceil(bounds.low / step - 1e-9);
    let highest = Math.floor(bounds.high / step + 1e-9);
    if (node.exclusiveMinimum && lowest * step <= bounds.low) lowest++;
    if (node.exclusiveMaximum && highest * step >= bounds.high) highest--;
    const times = Math.min(Math.max(Math.round(value / step), lowest), highest);
    // Through the decimal text of the step, because 3 * 0.1 would miss the grid.
    const decimals = decimalsOf(step);
    return normalizeZero(decimals > 0 ? Number((times * step).toFixed(decimals)) : times * step);
  }
  if (node.integer)
    return normalizeZero(
      Math.min(Math.max(Math.round(value), Math.ceil(bounds.low)), Math.floor(bounds.high)),
    );
  const range = bounds.high - bounds.low;
  if (!Number.isFinite(range)) return Math.min(Math.max(0, bounds.low), bounds.high);
  const decimals = range > 0 ? Math.max(0, Math.min(8, Math.ceil(Math.log10(100 / range)))) : 8;
  const rounded = Number(value.toFixed(decimals));
  const inside = Math.min(Math.max(rounded, bounds.low), bounds.high);
  if (inside === bounds.low && node.exclusiveMinimum) return bounds.low + range / 1000;
  if (inside === bounds.high && node.exclusiveMaximum) return bounds.high - range / 1000;
  return normalizeZero(inside);
}

function normalizeZero(value: number): number {
  return value === 0 ? 0 : value;
}

function decimalsOf(step: number): number {
  const text = String(step);
  const exponent = text.indexOf("e-");
  if (exponent > 0)
    return Math.min(20, Number(text.slice(exponent + 2)) + Math.max(0, exponent - 2));
  const dot = text.indexOf(".");
  return dot < 0 ? 0 : text.length - dot - 1;
}

const MONEY =
  /\b(?:fee|fees|pay|price|prices|euros?|dollars?|pounds?|donation|donate|willingness to pay|wtp)\b|[€$£]/i;

/** A count or sum that is often zero. */
const ZERO_MEANS_NONE = /\b0 (?:for|if|means) (?:none|nothing)\b/i;

/** The question without the sentences that explain its scale, which name both ends. */
function firstSentence(about: string): string {
  return about.split(/(?<=[.?!]) (?=[-−]?\d)/)[0] ?? about;
}

/**
 * Draws a number near the person's stated position (opinion inertia), moved a little by that of
 * others if it is not too far away (bounded confidence, Deffuant et al. 2000); without a stated
 * number, the middle of the bounds moved by the person's leanings.
 */
export function answerNumber(
  persona: Persona,
  {
    name,
    about,
    node,
    draws,
  }: {
    readonly name: string;
    readonly about: string;
    readonly node: NumberNode;
    readonly draws: Draws;
  },
): number {
  const topic = topicStems(name, about);
  const known =
    node.minimum !== null && node.maximum !== null ? ([node.minimum, node.maximum] as const) : null;
  const anchor =
    topic.has("age") && persona.age !== null
      ? { value: persona.age, scale: null }
      : persona.anchorFor(topic, known);
  const bounds = closeBounds(node, anchor?.value ?? null);
  const range = bounds.high - bounds.low;
  if (anchor && topic.has("age")) return fitNumber(anchor.value, node, bounds);
  if (anchor) {
    const [low, high] = anchor.scale ?? [bounds.low, bounds.high];
    const width = Math.max(high - low, 1e-9);
    let value = anchor.value + 0.03 * width * draws.normal("drift");
    const others = persona.othersStance;
    if (others !== null) {
      const distance = (low + high) / 2 + (others * width) / 2 - anchor.value;
      value += persona.openness * distance * Math.max(0, 1 - Math.abs(distance) / (0.7 * width));
    }
    return fitNumber(anchor.scale ? Math.min(Math.max(value, low), high) : value, node, bounds);
  }
  const atPosition = (position: number) => bounds.low + range * Math.min(1, Math.max(0, position));
  const scatter = 0.06 * draws.normal("value");
  const direction = stanceScale(name, about, bounds.low);
  if (direction !== 0)
    return fitNumber(atPosition(0.5 + 0.42 * direction * persona.stance + scatter), node, bounds);
  const taste = persona.tastes.normal(name);
  if (MONEY.test(`${name} ${about}`)) {
    // Sums that people name are skewed: many small ones, few large ones.
    const wish = Math.max(
      0,
      0.38 + 0.2 * persona.stance + 0.1 * persona.axes.care + 0.13 * taste + scatter,
    );
    const sum = atPosition(wish ** 1.8);
    return fitNumber(range >= 20 ? Math.round(sum) : sum, node, bounds);
  }
  if (ZERO_MEANS_NONE.test(about) && bounds.low === 0)
    return fitNumber(
      atPosition(Math.max(0, 0.02 + 0.1 * taste + 0.12 * draws.normal("some"))),
      node,
      bounds,
    );
  const meaning = axesOf(`${name} ${firstSentence(about)}`);
  const preference = isSignificant(meaning) ? Math.tanh(1.5 * dot(persona.axes, meaning)) : 0;
  return fitNumber(atPosition(0.5 + 0.3 * preference + 0.16 * taste + scatter), node, bounds);
}
