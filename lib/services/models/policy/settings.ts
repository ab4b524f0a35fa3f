/** Settings of the pool's policy. Times in milliseconds. */
export type PolicySettings = {
  /**
   * Maximum number of attempts of one call, the first included: usually, and where servers refuse
   * for their load (429).
   */
  readonly attempts: number;
  readonly attemptsRefused: number;
  /** Back-off before a retry: at most this at first, doubled each time up to the cap. */
  readonly baseMs: number;
  readonly capMs: number;
  /**
   * No further attempt of a call starts after this long, or after three time-outs of its endpoint
   * where that is longer.
   */
  readonly totalMs: number;
  /** Retries that a call earns for its group, initial retries, and retries added per second. */
  readonly retryShare: number;
  readonly retryBurst: number;
  readonly retryPerSecond: number;
  /** Consecutive failures that open a circuit; its first and maximum cool-down. */
  readonly failuresToOpen: number;
  readonly coolDownMs: number;
  readonly coolDownCapMs: number;
  /** The same while no other endpoint of its group serves. */
  readonly coolDownAloneMs: number;
  /** How long calls wait for a group without a serving endpoint, and for a trial in flight. */
  readonly downTimeoutMs: number;
  readonly trialTimeoutMs: number;
  /** An endpoint passes calls on above this multiple of the group's mean relative load. */
  readonly loadFactor: number;
  /**
   * A call is hedged after at least this long, and this multiple of its endpoint's 95th percentile;
   * maximum share of hedged calls.
   */
  readonly hedgeFloorMs: number;
  readonly hedgeFactor: number;
  readonly hedgeShare: number;
  /**
   * A waiting call that prefers another endpoint is taken first after it has waited this much
   * longer.
   */
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
