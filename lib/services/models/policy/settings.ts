/** Everything the policy of the pool can be told. Times in milliseconds. */
export type PolicySettings = {
  /**
   * Attempts of one call, the first included: usually, and where servers refuse for their load
   * (429).
   */
  readonly attempts: number;
  readonly attemptsRefused: number;
  /** Back-off before a retry: the first at most this, doubled each time up to the cap. */
  readonly baseMs: number;
  readonly capMs: number;
  /**
   * No further attempt of a call starts after this long, or after three time-outs of its endpoint
   * where that is longer.
   */
  readonly totalMs: number;
  /**
   * Retries a call earns for its group, those it may begin with, and those that come by the second
   * whatever happens.
   */
  readonly retryShare: number;
  readonly retryBurst: number;
  readonly retryPerSecond: number;
  /** Failures in a row that open a circuit; how long it stays open at first and at most. */
  readonly failuresToOpen: number;
  readonly coolDownMs: number;
  readonly coolDownCapMs: number;
  /** The same while nobody else of its group serves. */
  readonly coolDownAloneMs: number;
  /**
   * How long calls wait for a group that is down as a whole, and how long for a trial that is under
   * way.
   */
  readonly downTimeoutMs: number;
  readonly trialTimeoutMs: number;
  /** An endpoint passes calls on above this multiple of the group's mean relative load. */
  readonly loadFactor: number;
  /**
   * A call is hedged after this long at least, and this multiple of its endpoint's 95th percentile;
   * so many of all calls.
   */
  readonly hedgeFloorMs: number;
  readonly hedgeFactor: number;
  readonly hedgeShare: number;
  /** A waiting call that prefers another endpoint goes first when it has waited so much longer. */
  readonly fairnessMs: number;
};

export const POLICY: PolicySettings = {
  attempts: 4,
  attemptsRefused: 8,
  baseMs: 500,
  capMs: 20_000,
  totalMs: 120_000,
  retryShare: 0.2,
  retryBurst: 20,
  retryPerSecond: 2,
  failuresToOpen: 6,
  coolDownMs: 1_000,
  coolDownCapMs: 60_000,
  coolDownAloneMs: 2_000,
  downTimeoutMs: 5_000,
  trialTimeoutMs: 10_000,
  loadFactor: 1.25,
  hedgeFloorMs: 4_000,
  hedgeFactor: 2,
  hedgeShare: 0.05,
  fairnessMs: 2_000,
};
