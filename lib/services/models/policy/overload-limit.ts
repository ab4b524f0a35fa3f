const DECREASE = 0.7;
/** Minimum number of calls over which the share of refusals is computed. */
const MIN_CALLS = 10;
/**
 * Share of refusals that lowers the limit, and share that still lets it grow: healthy servers
 * refuse a few calls.
 */
const MANY_REFUSALS = 0.1;
const TOLERATED_REFUSALS = 0.025;
const MIN_REFUSALS = 3;
/** Limit after an outage. */
const AFTER_BREAK = 2;

/**
 * The number of concurrent calls that a server takes without refusing: additive increase,
 * multiplicative decrease (Chiu and Jain 1989). Starts at the maximum. Decreases once for calls
 * that were in flight together, grows by a tenth until near the number that was too high, by one
 * from there, and by one with each answer after an outage.
 */
export class OverloadLimit {
  value: number;
  #calls = 0;
  #refusals = 0;
  #changedAt = -Infinity;
  #tooMany = Infinity;
  #slowStartUntil = 0;

  constructor(private most: number) {
    this.value = most;
  }

  setMost(most: number): void {
    if (most === this.most) return;
    this.value = this.value === this.most ? most : Math.min(this.value, most);
    this.most = most;
  }

  /**
   * An answer to a call that began at `startedAt`; `binding` when the limit was nearly used up and
   * may be too low.
   */
  answered(startedAt: number, binding: boolean): void {
    if (startedAt < this.#changedAt || this.value >= this.most) {
      if (this.value >= this.most) this.#count(0);
      return;
    }
    if (this.value < this.#slowStartUntil) {
      if (binding) this.value = Math.min(this.most, this.value + 1);
      return;
    }
    const share = this.#count(0);
    if (share === undefined || share > TOLERATED_REFUSALS || !binding) return;
    if (this.value > 1.1 * this.#tooMany) this.#tooMany = Infinity;
    const step = this.value < 0.9 * this.#tooMany ? Math.max(1, Math.ceil(this.value / 10)) : 1;
    this.value = Math.min(this.most, this.value + step);
  }

  /** A refusal, or a time-out, of a call that began at `startedAt`. */
  refused(startedAt: number, now: number): void {
    // It began before the last decrease, which already accounts for it.
    if (startedAt < this.#changedAt) return;
    this.#count(1);
    const many = Math.max(MIN_REFUSALS, MANY_REFUSALS * Math.max(this.value, MIN_CALLS));
    if (this.#refusals < many) return;
    this.#tooMany = this.value;
    this.#slowStartUntil = 0;
    this.#set(Math.max(1, Math.floor(this.value * DECREASE)), now);
  }

  /** Starts again at a low limit after an outage. */
  restart(now: number): void {
    this.#slowStartUntil = Math.max(this.#slowStartUntil, Math.ceil(this.value * DECREASE));
    this.#set(Math.min(this.value, AFTER_BREAK), now);
  }

  #set(value: number, now: number): void {
    this.value = value;
    this.#changedAt = now;
    this.#calls = 0;
    this.#refusals = 0;
  }

  /**
   * Counts a call.
   * @returns the share of refusals once enough calls were counted
   */
  #count(refusals: number): number | undefined {
    this.#calls += 1;
    this.#refusals += refusals;
    if (this.#calls < Math.max(MIN_CALLS, this.value)) return undefined;
    const share = this.#refusals / this.#calls;
    this.#calls = 0;
    this.#refusals = 0;
    return share;
  }
}
