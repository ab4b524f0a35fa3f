/** Number of answers over which throughput is measured: a multiple of the limit, and a minimum. */
const WINDOW = 4;
const MIN_WINDOW_ANSWERS = 100;
const DOWN = 0.8;
const UP = 1.25;
/** Relative throughput that a lower limit must keep, and that a higher one must reach. */
const MIN_RATIO_AFTER_DECREASE = 0.97;
const MIN_RATIO_AFTER_INCREASE = 1.06;
/** Latency relative to a nearly idle server from which a lower limit is tried. */
const LOADED = 1.5;
/** Windows between two unsuccessful tries in one direction: doubled up to the maximum. */
const MIN_REST_WINDOWS = 4;
const MAX_REST_WINDOWS = 64;
/**
 * Number of answers of the nearly idle server that determine its latency: at least, and remembered.
 */
const MIN_IDLE_ANSWERS = 4;
const IDLE_MEMORY = 10;

type Try = { readonly value: number; readonly before: number; settle: number };

class Direction {
  #rest = MIN_REST_WINDOWS;
  #left = 0;

  get ready(): boolean {
    return this.#left <= 0;
  }
  waited(): void {
    this.#left -= 1;
  }
  failed(): void {
    this.#left = this.#rest;
    this.#rest = Math.min(MAX_REST_WINDOWS, this.#rest * 2);
  }
  succeeded(): void {
    this.#left = 0;
    this.#rest = MIN_REST_WINDOWS;
  }
}

/**
 * The lowest number of concurrent calls that keeps a server's full throughput; more calls would
 * only wait there instead of here, where another endpoint can take them. Latency alone does not
 * tell: a server with continuous batching slows down with every call and still does more. So when
 * latency has risen above that of the nearly idle server, a lower limit is tried for a while and
 * kept only if throughput stayed; a higher one is tried from time to time and kept if throughput
 * rose. Only time in which calls waited for a place counts.
 */
export class ThroughputLimit {
  value: number;
  #accepted: number;
  #idleLatency = 0;
  #idleAnswers = 0;
  #since = -1;
  #answers = 0;
  #latency = 0;
  #try: Try | undefined;
  readonly #down = new Direction();
  readonly #up = new Direction();

  constructor(private most: number) {
    this.value = most;
    this.#accepted = most;
  }

  setMost(most: number): void {
    if (most === this.most) return;
    this.#accept(this.#accepted === this.most ? most : Math.min(this.#accepted, most));
    this.most = most;
  }

  /**
   * @param startedWith calls in flight when this one began, itself included
   * @param binding whether another call waits for its place
   */
  answered(latencyMs: number, startedWith: number, binding: boolean, now: number): void {
    if (startedWith * 4 <= this.value || startedWith === 1) {
      this.#idleAnswers += 1;
      this.#idleLatency +=
        (latencyMs - this.#idleLatency) / Math.min(IDLE_MEMORY, this.#idleAnswers);
    }
    if (!binding) return this.#interrupt();
    if (this.#try !== undefined && this.#try.settle > 0) {
      this.#try.settle -= 1;
      return;
    }
    if (this.#since < 0) {
      this.#since = now;
      return;
    }
    this.#answers += 1;
    this.#latency += latencyMs;
    if (this.#answers < Math.max(MIN_WINDOW_ANSWERS, WINDOW * this.value)) return;
    const throughput = this.#answers / Math.max(1e-3, now - this.#since);
    const latency = this.#latency / this.#answers;
    this.#restart();
    if (this.#try === undefined) this.#consider(throughput, latency);
    else this.#judge(this.#try, throughput);
  }

  #consider(throughput: number, latency: number): void {
    this.#down.waited();
    this.#up.waited();
    if (this.#accepted < this.most && this.#up.ready)
      return this.#attempt(Math.min(this.most, Math.ceil(this.#accepted * UP)), throughput);
    const loaded = this.#idleAnswers >= MIN_IDLE_ANSWERS && latency > LOADED * this.#idleLatency;
    if (loaded && this.#down.ready && this.#accepted > 1)
      this.#attempt(Math.max(1, Math.floor(this.#accepted * DOWN)), throughput);
  }

  #attempt(value: number, before: number): void {
    this.#try = { value, before, settle: this.#accepted };
    this.value = value;
  }

  #judge({ value, before }: Try, throughput: number): void {
    const upwards = value > this.#accepted;
    const direction = upwards ? this.#up : this.#down;
    if (throughput < (upwards ? MIN_RATIO_AFTER_INCREASE : MIN_RATIO_AFTER_DECREASE) * before) {
      direction.failed();
      return this.#accept(this.#accepted);
    }
    direction.succeeded();
    // The limit just left need not be tried at once.
    (upwards ? this.#down : this.#up).failed();
    this.#accept(value);
  }

  #accept(value: number): void {
    this.#accepted = value;
    this.value = value;
    this.#try = undefined;
    this.#restart();
  }

  #interrupt(): void {
    if (this.#try !== undefined) this.#accept(this.#accepted);
    this.#restart();
  }

  #restart(): void {
    this.#since = -1;
    this.#answers = 0;
    this.#latency = 0;
  }
}
