import type { CircuitState } from "../ports";
import type { CallFailure } from "./call-failure";
import type { PolicySettings } from "./settings";

/** A circuit that was closed for this long starts again with the first cool-down when it opens. */
const RESET_AFTER_MS = 30_000;

type Settings = Pick<
  PolicySettings,
  "failuresToOpen" | "coolDownMs" | "coolDownCapMs" | "coolDownAloneMs"
>;

/**
 * Keeps calls away from an endpoint that fails (circuit breaker: Nygard, Release It!, 2007). Opens
 * after consecutive failures; after a cool-down, which grows with every opening, one trial call
 * checks whether the endpoint is back.
 */
export class Circuit {
  state: CircuitState = "closed";
  /** The failure that opened it; undefined while closed. */
  failure: CallFailure | undefined;
  #consecutiveFailures = 0;
  #openings = 0;
  #closedAt = -Infinity;
  #failedAt = -Infinity;
  #nextTrialAt = Infinity;
  #trialStartedAt = -Infinity;
  #isServerImposed = false;

  constructor(private readonly settings: Settings) {}

  /** When it may be tried next; sooner when no other endpoint of its group serves. */
  nextTrialAt(alone: boolean): number {
    if (this.state !== "open") return Infinity;
    return alone && !this.#isServerImposed
      ? Math.min(this.#nextTrialAt, this.#failedAt + this.settings.coolDownAloneMs)
      : this.#nextTrialAt;
  }

  /**
   * Whether waiting is useless: the settings have to change, or the server asked for more time than
   * a call has.
   */
  get isPermanent(): boolean {
    return this.state === "open" && (this.#isServerImposed || this.failure?.scope === "endpoint");
  }

  /** Whether a person has to act and may just have done so: a new call tries at once. */
  get canRetryNow(): boolean {
    return this.state === "open" && !this.#isServerImposed && this.failure?.scope === "endpoint";
  }

  /** Whether the server itself set the time of the next call. */
  get isServerImposed(): boolean {
    return this.state === "open" && this.#isServerImposed;
  }

  /** Starts a trial call. */
  startTrial(now: number): void {
    this.state = "halfOpen";
    this.#trialStartedAt = now;
  }

  /** The trial was abandoned before its end: another call may try. */
  abandonTrial(startedAt: number): void {
    if (this.state === "halfOpen" && startedAt >= this.#trialStartedAt) this.state = "open";
  }

  /** The server answered, even if it refused. */
  answered(now: number): void {
    this.#consecutiveFailures = 0;
    if (this.state === "closed") return;
    this.state = "closed";
    this.failure = undefined;
    this.#closedAt = now;
  }

  /** A call that began at `startedAt` failed. */
  failed(failure: CallFailure, startedAt: number, now: number, random: () => number): void {
    this.#consecutiveFailures += 1;
    if (
      this.state === "closed" &&
      failure.scope === "passing" &&
      this.#consecutiveFailures < this.settings.failuresToOpen
    )
      return;
    // Calls in flight when it opened do not prolong it.
    if (this.state === "open" || (this.state === "halfOpen" && startedAt < this.#trialStartedAt))
      return;
    if (this.state === "closed" && now - this.#closedAt > RESET_AFTER_MS) this.#openings = 0;
    const coolDown = Math.min(
      this.settings.coolDownCapMs,
      this.settings.coolDownMs * 2 ** this.#openings,
    );
    this.#open(failure, now, coolDown * (0.5 + random() / 2), false);
    this.#openings += 1;
  }

  /** The server asked for a longer pause than calls can wait. */
  rejected(failure: CallFailure, now: number, forMs: number): void {
    this.#open(failure, now, forMs, true);
  }

  #open(failure: CallFailure, now: number, coolDown: number, isServerImposed: boolean): void {
    this.state = "open";
    this.failure = failure;
    this.#failedAt = now;
    this.#nextTrialAt = now + coolDown;
    this.#isServerImposed = isServerImposed;
  }
}
