import { normalCdf, normalQuantile, openUnit } from "./normal";

/**
 * Distributions as functions of one uniform number on [0, 1), by inversion of the distribution
 * function. Each increases monotonically with the uniform, so the same draw with another parameter
 * gives the value at the same rank (common random numbers). Parameters outside their domain throw a
 * RangeError that names the parameter.
 */

const check = (holds: boolean, message: string): void => {
  if (!holds) throw new RangeError(message);
};

/** Uniform on [min, max). */
export function uniformFrom(u: number, min: number, max: number): number {
  check(min <= max, `a uniform distribution needs min ≤ max, not ${min} and ${max}`);
  return Math.min(max, min + u * (max - min));
}

/**
 * Integers from `min` to `max`, both included, with equal probability; bounds are rounded inwards.
 */
export function integerFrom(u: number, min: number, max: number): number {
  const [first, last] = [Math.ceil(min), Math.floor(max)];
  check(first <= last, `there is no whole number from ${min} to ${max}`);
  return Math.min(last, first + Math.floor(u * (last - first + 1)));
}

/** Whether an event of this probability occurs; probabilities are clamped to [0, 1]. */
export function chanceFrom(u: number, probability: number): boolean {
  check(!Number.isNaN(probability), "a probability must be a number");
  return u < probability;
}

export function normalFrom(u: number, mean: number, sd: number): number {
  check(sd >= 0, `the sd of a normal distribution must be zero or more, not ${sd}`);
  return mean + sd * normalQuantile(openUnit(u));
}

/**
 * The number of standard deviations beyond which an exponential approximates the normal tail to
 * within 1/900 of the tail's width.
 */
const FAR_TAIL_SD = 30;

/**
 * Normal truncated to [min, max]: the quantile at a uniform between the probabilities of the
 * bounds, computed in the lower tail, where probabilities keep their precision. Beyond 30 sd, where
 * these underflow, the exponential that a normal tail approaches (C. P. Robert, Statistics and
 * Computing 5, 1995, 121-125).
 */
export function truncatedNormalFrom(
  u: number,
  {
    mean,
    sd,
    min,
    max,
  }: { readonly mean: number; readonly sd: number; readonly min: number; readonly max: number },
): number {
  check(sd >= 0, `the sd of a normal distribution must be zero or more, not ${sd}`);
  check(min <= max, `a truncated normal distribution needs min ≤ max, not ${min} and ${max}`);
  if (sd === 0 || min === max) return clamp(mean, min, max);
  const a = (min - mean) / sd;
  const b = (max - mean) / sd;
  if (a === Infinity || b === -Infinity) return clamp(mean, min, max);
  const standard = a > 0 ? -lowerTail(1 - openUnit(u), -b, -a) : lowerTail(openUnit(u), a, b);
  return clamp(mean + sd * standard, min, max);
}

function lowerTail(u: number, a: number, b: number): number {
  if (b < -FAR_TAIL_SD) return b + Math.log(u + (1 - u) * Math.exp(b * (b - a))) / -b;
  const below = normalCdf(a);
  const p = below + u * (normalCdf(b) - below);
  return p <= 0 ? a : p >= 1 ? b : normalQuantile(p);
}

const clamp = (value: number, min: number, max: number): number =>
  Math.min(max, Math.max(min, value));

/** The exponential of a normal with mean `meanLog` and sd `sdLog`. */
export function lognormalFrom(u: number, meanLog: number, sdLog: number): number {
  return Math.exp(normalFrom(u, meanLog, sdLog));
}

export function exponentialFrom(u: number, mean: number): number {
  check(mean >= 0, `the mean of an exponential distribution must be zero or more, not ${mean}`);
  return mean === 0 ? 0 : -mean * Math.log1p(-u);
}

/** Returns the sum of weights, each zero or more and finite, and not all zero. */
export function totalWeight(weights: readonly number[]): number {
  let total = 0;
  for (const weight of weights) {
    check(weight >= 0 && weight < Infinity, `a weight must be zero or more, not ${weight}`);
    total += weight;
  }
  check(total > 0, "the weights must not all be zero");
  return total;
}

/** The index of a weight, drawn in proportion to the weights; zero weights are never drawn. */
export function categoricalFrom(u: number, weights: readonly number[]): number {
  const aim = u * totalWeight(weights);
  let sum = 0;
  let last = 0;
  for (const [index, weight] of weights.entries()) {
    if (weight === 0) continue;
    sum += weight;
    last = index;
    if (aim < sum) break;
  }
  return last;
}

/** An index from 0 to `length` - 1, each with equal probability. */
export function indexFrom(u: number, length: number): number {
  check(length >= 1, "there is nothing to choose from");
  return Math.min(length - 1, Math.floor(u * length));
}
