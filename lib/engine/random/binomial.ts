import type { Draws } from "../base/row";

/** Below this expected number of successes, or failures, probabilities are summed from 0. */
const SEARCH_BELOW = 10;

/**
 * The number of successes in `n` independent trials of this probability. Up to 10 expected
 * successes by inversion; above, by algorithm BTRS of W. Hörmann, "The Generation of Binomial
 * Random Variates", Journal of Statistical Computation and Simulation 46, 1993, 101-110. Both
 * increase with the draw `rank`, and a probability above 1/2 counts the failures instead, so that
 * arms that differ in a parameter share common random numbers.
 *
 * @throws RangeError when `n` is not a whole number of 0 or more, or `probability` not in [0, 1]
 */
export function binomialFrom(draws: Draws, n: number, probability: number): number {
  if (!(n >= 0 && Number.isSafeInteger(n)))
    throw new RangeError(
      `the number of trials of a binomial distribution must be a whole number of zero or more, ` +
        `not ${n}`,
    );
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(
      `the probability of a binomial distribution must lie between 0 and 1, not ${probability}`,
    );
  const counted = Math.min(probability, 1 - probability);
  const rank = (attempt: number): number => {
    const u = draws.uniform("rank", attempt);
    return probability > 0.5 ? 1 - u : u;
  };
  const count =
    n * counted < SEARCH_BELOW
      ? searchQuantile(rank(0), n, counted)
      : transformedRejection({ n, p: counted, rank, draws });
  return probability > 0.5 ? n - count : count;
}

/** Sums the probabilities from 0, each from the one before. */
function searchQuantile(u: number, n: number, p: number): number {
  let probability = Math.exp(n * Math.log1p(-p));
  let sum = probability;
  // Terms beyond this count no longer change the sum, which may end just below 1.
  const end = Math.min(n, 150);
  let k = 0;
  while (u >= sum && k < end) {
    k += 1;
    probability *= ((n - k + 1) / k) * (p / (1 - p));
    sum += probability;
  }
  return k;
}

/** BTRS; the names are those of the article. */
function transformedRejection({
  n,
  p,
  rank,
  draws,
}: {
  readonly n: number;
  readonly p: number;
  readonly rank: (attempt: number) => number;
  readonly draws: Draws;
}): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const vr = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const odds = p / (1 - p);
  const m = Math.floor((n + 1) * p);
  for (let attempt = 0; ; attempt += 1) {
    const u = rank(attempt) - 0.5;
    const us = 0.5 - Math.abs(u);
    const v = draws.uniform("accept", attempt);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= vr) return k;
    if (!(k >= 0 && k <= n)) continue;
    const bound =
      (m + 0.5) * Math.log((m + 1) / (odds * (n - m + 1))) +
      (n + 1) * Math.log((n - m + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingRest(m) +
      stirlingRest(n - m) -
      stirlingRest(k) -
      stirlingRest(n - k);
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
  }
}

/** ln k! minus Stirling's approximation (k + 1/2) ln(k + 1) - (k + 1) + ln √2π. */
function stirlingRest(k: number): number {
  if (k > 9) {
    const square = (k + 1) ** 2;
    return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
  }
  let logFactorial = 0;
  for (let factor = 2; factor <= k; factor += 1) logFactorial += Math.log(factor);
  return logFactorial - ((k + 0.5) * Math.log(k + 1) - (k + 1) + Math.log(2 * Math.PI) / 2);
}
