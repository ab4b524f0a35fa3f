/**
 * Bounds retries to a share of the calls, so that a failing server does not get several times its
 * usual load. A token bucket: each call earns a fraction of a retry, and a few are added per
 * second, so that a quiet group can retry too.
 */
export class RetryBudget {
  #tokens: number;
  #at: number | undefined;

  constructor(
    private readonly settings: {
      readonly retryShare: number;
      readonly retryBurst: number;
      readonly retryPerSecond: number;
    },
  ) {
    this.#tokens = settings.retryBurst;
  }

  recordCall(): void {
    const { retryShare, retryBurst } = this.settings;
    this.#tokens = Math.min(retryBurst, this.#tokens + retryShare);
  }

  /**
   * Takes one retry.
   * @returns the milliseconds until it is covered
   */
  take(now: number): number {
    const { retryBurst, retryPerSecond } = this.settings;
    this.#tokens = Math.min(
      retryBurst,
      this.#tokens + ((now - (this.#at ?? now)) / 1_000) * retryPerSecond,
    );
    this.#at = now;
    this.#tokens -= 1;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / retryPerSecond) * 1_000;
  }
}
