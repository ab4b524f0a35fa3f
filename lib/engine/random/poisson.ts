import { normalQuantile, openUnit } from "./normal";

const SEARCH_UP_TO = 200;

/**
 * The quantile at `u` of a Poisson distribution: monotone in `u` and in `mean`, so that one uniform
 * suffices and arms that differ in the mean share common random numbers.
 *
 * For means up to 200, sums the probabilities from 0 (L. Devroye, Non-Uniform Random Variate
 * Generation, 1986, X.3.3). Above, uses the expansion Q of M. B. Giles, "Algorithm 955:
 * Approximation of the Inverse Poisson Cumulative Distribution Function", ACM TOMS 42(1), 2016,
 * whose error in the continuous quantile is of order mean^(-3/2): fewer than one draw in ten
 * thousand differs, by one.
 */
export function poissonQuantile(u: number, mean: number): number {
  if (!(mean >= 0) || mean === Infinity)
    throw new RangeError(`the mean of a Poisson distribution must be zero or more, not ${mean}`);
  if (mean === 0) return 0;
  return mean <= SEARCH_UP_TO
    ? searchQuantile(u, mean)
    : asymptoticQuantile(normalQuantile(openUnit(u)), mean);
}

function searchQuantile(u: number, mean: number): number {
  // Terms beyond this count no longer change the sum, which may end just below 1.
  const end = Math.ceil(mean + 12 * Math.sqrt(mean) + 30);
  let probability = Math.exp(-mean);
  let sum = probability;
  let k = 0;
  while (u >= sum && k < end) {
    k += 1;
    probability *= mean / k;
    sum += probability;
  }
  return k;
}

function asymptoticQuantile(w: number, mean: number): number {
  const root = Math.sqrt(mean);
  const w2 = w * w;
  const quantile =
    mean +
    root * w +
    (1 / 3 + w2 / 6) -
    ((w / 36) * (1 + w2 / 2)) / root +
    (-8 / 405 + (7 / 810) * w2 + (w2 * w2) / 270) / mean;
  return Math.max(0, Math.floor(quantile));
}
