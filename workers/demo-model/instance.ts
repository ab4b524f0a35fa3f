import { drawFault, type Fault } from "./faults";
import type { LoadModel } from "./load";
import { cacheTokensOf, createLoadModel } from "./load-model";
import { PrefixCache } from "./prefix-cache";
import type { Settings } from "./settings";

const MAX_STORED_ATTEMPTS = 100_000;

export interface Counts {
  requests: number;
  chatCompletions: number;
  embeddings: number;
  streams: number;
  errors: number;
  cancelled: number;
  promptTokens: number;
  completionTokens: number;
  cachedPromptTokens: number;
  prefixHits: number;
}

function zeroCounts(): Counts {
  return {
    requests: 0,
    chatCompletions: 0,
    embeddings: 0,
    streams: 0,
    errors: 0,
    cancelled: 0,
    promptTokens: 0,
    completionTokens: 0,
    cachedPromptTokens: 0,
    prefixHits: 0,
  };
}

/**
 * One simulated server: its settings, load, prefix cache, attempts and counts. Each base path has a
 * separate one.
 */
export class Instance {
  readonly load: LoadModel;
  readonly cache: PrefixCache;
  counts = zeroCounts();
  faults: Partial<Record<Fault, number>> = {};
  inFlight = 0;
  maxInFlight = 0;
  #busyAtReset = 0;
  #since = performance.now();
  #deadAt: number | null = null;
  #deaths = 0;
  #taken = 0;
  readonly #attempts = new Map<number, number>();

  constructor(readonly settings: Settings) {
    this.load = createLoadModel(settings);
    this.cache = new PrefixCache(cacheTokensOf(settings));
  }

  get isDead(): boolean {
    const { reviveAfter } = this.settings;
    if (
      this.#deadAt !== null &&
      reviveAfter !== undefined &&
      performance.now() - this.#deadAt >= reviveAfter
    )
      this.#deadAt = null;
    return this.#deadAt !== null;
  }

  /** Counts a request; returns true when it is the one at which the server dies. It dies once. */
  countTowardsDeath(): boolean {
    this.#taken++;
    const { dieAfter } = this.settings;
    if (dieAfter === undefined || this.#deaths > 0 || this.#taken <= dieAfter) return false;
    this.#deaths++;
    this.#deadAt = performance.now();
    return true;
  }

  beginRequest(): void {
    this.inFlight++;
    this.counts.requests++;
    if (this.inFlight > this.maxInFlight) this.maxInFlight = this.inFlight;
  }

  endRequest(): void {
    this.inFlight--;
  }

  /**
   * Returns the fault of this request, or null. Without an explicit attempt, the n-th occurrence of
   * a request is attempt n - 1.
   */
  fault(request: number, stated: number | null): Fault | null {
    if (!this.#hasFaults) return null;
    let attempt = stated;
    if (attempt === null) {
      attempt = this.#attempts.get(request) ?? 0;
      if (this.#attempts.size >= MAX_STORED_ATTEMPTS) this.#attempts.clear();
      this.#attempts.set(request, attempt + 1);
    }
    const fault = drawFault(this.settings, request, attempt);
    if (fault !== null) this.faults[fault] = (this.faults[fault] ?? 0) + 1;
    return fault;
  }

  get #hasFaults(): boolean {
    const s = this.settings;
    return (
      s.rate429 +
        s.rate500 +
        s.rateTimeout +
        s.rateTruncated +
        s.rateInvalid +
        s.rateHtml +
        s.rateReset +
        s.rateDrip +
        s.rateEmpty +
        s.rateRefusal >
      0
    );
  }

  reset(): void {
    this.counts = zeroCounts();
    this.faults = {};
    this.maxInFlight = this.inFlight;
    this.#busyAtReset = this.load.busyMs();
    this.#since = performance.now();
  }

  /**
   * Counts since the start or the last reset. Times in milliseconds; `busySlotMs / (slots ×
   * elapsedMs)` is the share of time in which slots were busy.
   */
  stats(): Record<string, unknown> {
    return {
      ...this.counts,
      faults: this.faults,
      inFlight: this.inFlight,
      maxInFlight: this.maxInFlight,
      running: this.load.running,
      waiting: this.load.waiting,
      busySlotMs: Math.round(this.load.busyMs() - this.#busyAtReset),
      elapsedMs: Math.round(performance.now() - this.#since),
      settings: this.settings,
    };
  }
}
