const RATIO = 1.1;
const LOG_RATIO = Math.log(RATIO);
/** Number of bins: up to 1.1¹⁵⁹ ms, more than an hour. */
const BINS = 160;
/** Weight of each value relative to the one before: the last few hundred count. */
const GROWTH = 1.004;
const RENORMALISE = 1e12;

/** Quantiles of recent latencies within 5%: counts in geometric bins with exponential decay. */
export class LatencySketch {
  readonly #bins = new Float64Array(BINS);
  #weight = 1;
  #count = 0;

  add(ms: number): void {
    const bin = ms <= 1 ? 0 : Math.min(BINS - 1, Math.round(Math.log(ms) / LOG_RATIO));
    this.#bins[bin] = (this.#bins[bin] ?? 0) + this.#weight;
    this.#count += 1;
    this.#weight *= GROWTH;
    if (this.#weight < RENORMALISE) return;
    for (let at = 0; at < BINS; at += 1) this.#bins[at] = (this.#bins[at] ?? 0) / this.#weight;
    this.#weight = 1;
  }

  /** Number of values added. */
  get count(): number {
    return this.#count;
  }

  /**
   * Returns the milliseconds below which this share (0 … 1) of recent latencies lies; null before
   * the first one.
   */
  quantile(share: number): number | null {
    if (this.#count === 0) return null;
    let total = 0;
    for (const bin of this.#bins) total += bin;
    let sum = 0;
    for (let at = 0; at < BINS; at += 1) {
      sum += this.#bins[at] ?? 0;
      if (sum >= share * total) return RATIO ** at;
    }
    return RATIO ** (BINS - 1);
  }
}
