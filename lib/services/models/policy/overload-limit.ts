const DECREASE = 0.7;
/** Calls over which refusals are counted, at least. */
const MIN_CALLS = 10;
/**
 * Refusals among them that lower the limit, and that still let it grow: a few happen on a server
 * that is well.
 */
const MANY_REFUSALS = 0.1;
const TOLERATED_REFUSALS = 0.025;
const MIN_REFUSALS = 3;
/** After a break an endpoint begins with so many calls. */
const AFTER_BREAK = 2;

/**
 * Calls at a time that a server takes without refusing: additive increase, multiplicative decrease
 * (Chiu and Jain 1989). Begins at the most. Decreases once for what was under way together, grows
 * by a tenth until near the number that was too many, by one from there, and by one with each
 * answer after a break.
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
   * An answer to a call that began at `startedAt`, when so much of the limit was in use that it may
   * have been too low.
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
    // It began before the last decrease, and says what is known.
    if (startedAt < this.#changedAt) return;
    this.#count(1);
    const many = Math.max(MIN_REFUSALS, MANY_REFUSALS * Math.max(this.value, MIN_CALLS));
    if (this.#refusals < many) return;
    this.#tooMany = this.value;
    this.#slowStartUntil = 0;
    this.#set(Math.max(1, Math.floor(this.value * DECREASE)), now);
  }

  /** The server is back after a break: it gets its calls back step by step. */
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

  /** @returns the share of refusals when enough calls were counted */
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
