import type { Draws } from "../base/row";
import { childDraws } from "./draws";
import { normalQuantile, openUnit } from "./normal";

/**
 * Distributions that need more than one uniform number. Each takes draws of its own, in which every
 * number has a name, so that arms that differ in a parameter share them (common random numbers).
 * Parameters outside their domain throw a RangeError that names the parameter.
 */

const checkPositive = (what: string, value: number): void => {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`${what} must be more than zero, not ${value}`);
};

/**
 * The logarithm of a gamma variate with scale 1: G. Marsaglia and W. W. Tsang, "A Simple Method for
 * Generating Gamma Variables", ACM TOMS 26(3), 2000, 363-372, with their section 6 for shapes below
 * 1. A logarithm, because small shapes give numbers below the smallest double.
 */
function logGamma(draws: Draws, shape: number): number {
  if (shape < 1)
    return logGamma(draws, shape + 1) + Math.log(openUnit(draws.uniform("power", 0))) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let attempt = 0; ; attempt += 1) {
    const x = normalQuantile(openUnit(draws.uniform("normal", attempt)));
    const root = 1 + c * x;
    if (root <= 0) continue;
    const logV = 3 * Math.log(root);
    const u = openUnit(draws.uniform("accept", attempt));
    if (Math.log(u) < (x * x) / 2 + d * (1 - root ** 3 + logV)) return Math.log(d) + logV;
  }
}

/** A gamma variate with mean `shape` · `scale` and variance `shape` · `scale`². */
export function gammaFrom(draws: Draws, shape: number, scale: number): number {
  checkPositive("the shape of a gamma distribution", shape);
  checkPositive("the scale of a gamma distribution", scale);
  return scale * Math.exp(logGamma(draws, shape));
}

/**
 * A beta variate with mean `a` / (`a` + `b`), from two gamma variates X and Y as X / (X + Y)
 * (L. Devroye, Non-Uniform Random Variate Generation, 1986, IX.4.1).
 */
export function betaFrom(draws: Draws, a: number, b: number): number {
  checkPositive("the parameter a of a beta distribution", a);
  checkPositive("the parameter b of a beta distribution", b);
  const [share = 0] = sharesFrom(draws, [a, b]);
  return share;
}

/**
 * Shares that add up to 1, each with mean its concentration divided by their sum: gamma variates
 * divided by their sum (Devroye, 1986, XI.4.1).
 */
export function dirichletFrom(draws: Draws, concentrations: readonly number[]): readonly number[] {
  if (concentrations.length === 0)
    throw new RangeError("a Dirichlet distribution needs at least one concentration");
  for (const concentration of concentrations)
    checkPositive("a concentration of a Dirichlet distribution", concentration);
  return sharesFrom(draws, concentrations);
}

function sharesFrom(draws: Draws, shapes: readonly number[]): readonly number[] {
  const logs = shapes.map((shape, index) => logGamma(childDraws(draws, String(index)), shape));
  const largest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  // All logarithms of shapes near the smallest double are -Infinity.
  const amounts = logs.map((log) => (log === largest ? 1 : Math.exp(log - largest)));
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return amounts.map((amount) => amount / total);
}
