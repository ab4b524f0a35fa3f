import type { CallFailureReason } from "@/lib/domain/answers";
import { LRUCache } from "lru-cache";

/** Failed calls for different prompts in a row, for one reason, that show a general failure. */
const GENERAL_AFTER = 10;
/** The same while the model has not answered any prompt of the run. */
const GENERAL_AFTER_AT_FIRST = 5;

/** Whether a failed call concerns its prompt alone, or would befall every other prompt, too. */
export type FailureScope = "prompt" | "general";

type HeldFailure = {
  readonly resolve: (scope: FailureScope) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal;
};

/**
 * What became of the calls of a run to one model, in this process: the evidence on which a failed
 * call is that of one prompt, or of all. It is of all once several prompts in a row have failed for
 * the same reason, and no call in flight succeeds any more. Filters refuse at once what models take
 * seconds to answer, so that the last failures wait for the calls in flight.
 */
export class CallOutcomes {
  private hasAnswered = false;
  private inFlight = 0;
  private failedInRow = 0;
  private lastReason: CallFailureReason | undefined;
  private held: HeldFailure[] = [];
  private readonly watched = new WeakSet<AbortSignal>();
  private check: Promise<void> | undefined;
  private freshCheck: Promise<void> | undefined;

  begin(): void {
    this.inFlight += 1;
  }

  answered(): void {
    this.inFlight -= 1;
    this.hasAnswered = true;
    if (this.failedInRow > 0) this.forget();
  }

  /** The failures so far are those of their prompts. */
  private forget(): void {
    this.failedInRow = 0;
    this.release("prompt");
  }

  /** The call ended in another way. */
  ended(): void {
    this.inFlight -= 1;
    this.settle();
  }

  /**
   * The call failed. `isFirst`: for the first time for this prompt.
   * @throws the signal's reason when it aborts before the scope is known
   */
  async failed(
    reason: CallFailureReason,
    isFirst: boolean,
    signal: AbortSignal,
  ): Promise<FailureScope> {
    this.inFlight -= 1;
    if (isFirst) {
      if (reason !== this.lastReason) this.forget();
      this.failedInRow += 1;
      this.lastReason = reason;
    }
    if (this.failedInRow < this.limit) {
      this.settle();
      return "prompt";
    }
    signal.throwIfAborted();
    this.watch(signal);
    return new Promise((resolve, reject) => {
      this.held.push({ resolve, reject, signal });
      this.settle();
    });
  }

  /** Lets failures go when their batch stops; one listener per signal, which many share. */
  private watch(signal: AbortSignal): void {
    if (this.watched.has(signal)) return;
    this.watched.add(signal);
    const abandon = (): void => {
      const abandoned = this.held.filter((one) => one.signal === signal);
      this.held = this.held.filter((one) => one.signal !== signal);
      for (const { reject } of abandoned) reject(signal.reason);
    };
    signal.addEventListener("abort", abandon, { once: true });
  }

  /**
   * Makes a control call for a call that failed: one for all, while the model has not answered any
   * prompt; a new one where it is not known that the call failed for a reason of its own.
   * @throws what the control call throws; the failed call has then ended
   */
  async control(make: () => Promise<void>, { isProven }: { isProven: boolean }): Promise<void> {
    if (this.hasAnswered && isProven) return;
    const check = isProven ? (this.check ??= make()) : (this.freshCheck ??= make());
    try {
      await check;
    } catch (error) {
      // The next run of calls finds out anew.
      this.check = undefined;
      this.failedInRow = 0;
      this.ended();
      throw error;
    } finally {
      if (this.freshCheck === check) this.freshCheck = undefined;
    }
  }

  private get limit(): number {
    return this.hasAnswered ? GENERAL_AFTER : GENERAL_AFTER_AT_FIRST;
  }

  private settle(): void {
    if (this.held.length === 0 || this.inFlight > 0) return;
    this.failedInRow = 0;
    this.release("general");
  }

  private release(scope: FailureScope): void {
    const { held } = this;
    this.held = [];
    for (const { resolve } of held) resolve(scope);
  }
}

const MAX_KNOWN = 1_000;

/** The outcomes of the latest runs, by run and model group. */
export class OutcomesOfRuns {
  private readonly known = new LRUCache<string, Map<string, CallOutcomes>>({ max: MAX_KNOWN });

  /** Returns the outcomes of a run by model group. */
  ofRun(runId: string): (group: string) => CallOutcomes {
    let groups = this.known.get(runId);
    if (groups === undefined) this.known.set(runId, (groups = new Map()));
    const byGroup = groups;
    return (group) => {
      let outcomes = byGroup.get(group);
      if (outcomes === undefined) byGroup.set(group, (outcomes = new CallOutcomes()));
      return outcomes;
    };
  }
}
