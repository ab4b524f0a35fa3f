/** A burst of hedges after a long quiet time is no larger than this. */
const MOST = 50;

/** Bounds hedges to a share of the calls. */
export class HedgeBudget {
  #tokens = 0;

  constructor(private readonly share: number) {}

  called(): void {
    this.#tokens = Math.min(MOST, this.#tokens + this.share);
  }

  get some(): boolean {
    return this.#tokens >= 1;
  }

  take(): void {
    this.#tokens -= 1;
  }
}
