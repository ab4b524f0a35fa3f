/** Time constant of the decay, in milliseconds. */
const DECAY_MS = 30_000;
/** Amounts within this many milliseconds are added up. */
const RESOLUTION_MS = 100;

/** An exponentially weighted rate. */
export class Rate {
  #sum = 0;
  #at: number;

  constructor(private readonly since: number) {
    this.#at = since;
  }

  add(amount: number, now: number): void {
    if (now > this.#at + RESOLUTION_MS) {
      this.#sum *= Math.exp((this.#at - now) / DECAY_MS);
      this.#at = now;
    }
    this.#sum += amount;
  }

  /** Returns the rate per second, corrected for the time before the start. */
  perSecond(now: number): number {
    const known = DECAY_MS * (1 - Math.exp((this.since - now) / DECAY_MS));
    return known <= 0
      ? 0
      : (this.#sum * Math.exp(Math.min(0, this.#at - now) / DECAY_MS) * 1_000) / known;
  }
}
