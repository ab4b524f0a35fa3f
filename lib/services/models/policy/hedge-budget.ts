/** Maximum burst of hedges after a quiet time. */
const MAX_TOKENS = 50;

/** Bounds hedges to a share of the calls. */
export class HedgeBudget {
  #tokens = 0;

  constructor(private readonly share: number) {}

  recordCall(): void {
    this.#tokens = Math.min(MAX_TOKENS, this.#tokens + this.share);
  }

  get isAvailable(): boolean {
    return this.#tokens >= 1;
  }

  take(): void {
    this.#tokens -= 1;
  }
}
