/**
 * Statistics of lists of numbers. Each returns null where it is undefined, never a misleading
 * number.
 */

/** Compares numbers in ascending order; unlike a difference, also sorts infinities correctly. */
export const compareNumbers = (left: number, right: number): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** Sum with Neumaier's compensation, so that it hardly depends on the order. Empty: 0. */
export function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // Once the total is infinite, the compensation is NaN.
  return Number.isFinite(total) ? total + lost : total;
}

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : sum(values) / values.length;

/**
 * Sample standard deviation: the sum of squares is divided by n - 1. Fewer than two values: null.
 */
export function sd(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1));
}

/**
 * Quantile of type 7 of Hyndman and Fan (1996), the default of R: linear between order statistics.
 * `q` from 0 to 1. Empty: null.
 */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.some((value) => Number.isNaN(value))) return Number.NaN;
  const sorted = [...values].sort(compareNumbers);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below === above ? below : below + (above - below) * (position - Math.floor(position));
}

export const median = (values: readonly number[]): number | null => quantile(values, 0.5);

/**
 * Quantile of type 1 of Hyndman and Fan (1996), always one of the values: the smallest at which the
 * share `q` (0 to 1) of them is reached. For scales, whose points have no distances. Empty: null.
 */
export function lowQuantile(values: readonly number[], q: number): number | null {
  const sorted = [...values].sort(compareNumbers);
  return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)] ?? null;
}

export const lowMedian = (values: readonly number[]): number | null => lowQuantile(values, 0.5);

export function minimum(values: readonly number[]): number | null {
  let result: number | null = null;
  for (const value of values)
    if (result === null || value < result || Number.isNaN(value)) result = value;
  return result;
}

export function maximum(values: readonly number[]): number | null {
  let result: number | null = null;
  for (const value of values)
    if (result === null || value > result || Number.isNaN(value)) result = value;
  return result;
}

/**
 * Gini coefficient G = Σ(2i − n − 1)·x₍ᵢ₎ / (n·Σx), i from 1 over the sorted values: 0 when all are
 * equal, (n − 1)/n when one has everything. All zero: 0. Empty, or a negative value: null.
 */
export function gini(values: readonly number[]): number | null {
  const sorted = [...values].sort(compareNumbers);
  const [lowest] = sorted;
  if (lowest === undefined || lowest < 0) return null;
  const total = sum(sorted);
  if (total === 0) return 0;
  return (
    sum(sorted.map((value, index) => (2 * (index + 1) - sorted.length - 1) * value)) /
    (sorted.length * total)
  );
}

/** Shannon entropy −Σ p·ln p of the shares of the distinct values, in nats. Empty: null. */
export function entropy(values: readonly unknown[]): number | null {
  if (values.length === 0) return null;
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  // Subtracting from 0 gives 0 instead of -0 for a single category.
  return (
    0 -
    sum(
      [...counts.values()].map(
        (count) => (count / values.length) * Math.log(count / values.length),
      ),
    )
  );
}

/**
 * Pearson's product-moment correlation of two lists of one length, from -1 to 1. Fewer than two
 * pairs, or a list of equal numbers: null.
 */
export function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  const [centreX, centreY] = [mean(xs), mean(ys)];
  if (centreX === null || centreY === null || isConstant(xs) || isConstant(ys)) return null;
  const [dx, dy] = [xs.map((x) => x - centreX), ys.map((y) => y - centreY)];
  const products = sum(dx.map((x, index) => x * (dy[index] ?? 0)));
  const spreads = Math.sqrt(sum(dx.map((x) => x * x))) * Math.sqrt(sum(dy.map((y) => y * y)));
  return Math.max(-1, Math.min(1, products / spreads));
}

/** Spearman's rank correlation: Pearson's correlation of the ranks. Null as for `correlation`. */
export const rankCorrelation = (xs: readonly number[], ys: readonly number[]): number | null =>
  correlation(ranks(xs), ranks(ys));

const isConstant = (values: readonly number[]): boolean =>
  values.every((value) => value === values[0]);

/** Ranks from 1 by rising value; equals share the mean of their ranks. NaN has no rank. */
function ranks(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((left, right) =>
    compareNumbers(values[left] ?? 0, values[right] ?? 0),
  );
  const result = values.map((value) => value);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (const index of order.slice(start, end))
      if (!Number.isNaN(values[index])) result[index] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}
