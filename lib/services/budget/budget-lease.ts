import { covers, isZero, subtract, ZERO, add, scale } from "./amount";
import { BudgetExhaustedError, exhaustedMessage } from "./budget-exhausted";
import { couldEverFit, grant } from "./grant";
import type { Amount, BudgetState, BudgetStore } from "./ports";

/** Number of calls that one grant of the store should last for. */
const CALLS_PER_GRANT = 200;
/**
 * How often the hold is renewed, and how long without renewal until nothing more is reserved from
 * it, in milliseconds. The store forgets it after 60 s.
 */
const RENEW_INTERVAL_MS = 10_000;
const MAX_RENEWAL_AGE_MS = 30_000;
/** Milliseconds before a new request for budget that other calls still hold. */
const RETRY_MS = 300;

/** The reserved budget of one call. Settle it once, whatever the outcome of the call. */
export type Reservation = {
  /** Replaces the reservation by the actual usage, which counts until it is `recorded`. */
  settle(used: Amount): void;
};

export type BudgetLeasePorts = {
  readonly budgets: Pick<BudgetStore, "hold" | "release">;
  /** Milliseconds that only ever rise. */ readonly elapsed: () => number;
};

/**
 * The part of a study's budget that this process holds. `committed` is what calls in flight may use
 * and what settled ones used until it is recorded; `free` is left for future calls. Together they
 * never exceed what the store holds for this process.
 */
export class BudgetLease {
  private committed = ZERO;
  private free = ZERO;
  private renewedAt = -Infinity;
  private pendingRequest: Promise<void> | undefined;
  private readonly timer: ReturnType<typeof setInterval>;
  private users = 0;

  constructor(
    private readonly ports: BudgetLeasePorts,
    private readonly studyId: string,
    private readonly holder: string,
    private readonly onIdle: () => void,
  ) {
    this.timer = setInterval(() => void this.renew(), RENEW_INTERVAL_MS);
    this.timer.unref();
  }

  retain(): void {
    this.users += 1;
  }

  /** Releases the lease; the last release returns the whole hold. */
  async release(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    clearInterval(this.timer);
    this.onIdle();
    await this.pendingRequest?.catch(() => undefined);
    // Usage that was settled and never recorded is recorded by now, or lost with its calls.
    await this.ports.budgets.release(this.studyId, this.holder);
  }

  /**
   * Reserves the most that a call can use, before it is made. Waits while other calls hold what it
   * needs.
   * @throws BudgetExhaustedError when it would not fit even if all of them came back unused
   */
  async reserve(call: Amount, signal?: AbortSignal): Promise<Reservation> {
    while (!this.reserveFree(call)) {
      signal?.throwIfAborted();
      if (this.pendingRequest) await this.pendingRequest;
      else
        await (this.pendingRequest = this.requestMore(call).finally(
          () => (this.pendingRequest = undefined),
        ));
    }
    let open = call;
    return {
      settle: (used) => {
        this.committed = add(subtract(this.committed, open), used);
        this.free = add(this.free, subtract(open, used));
        open = ZERO;
      },
    };
  }

  /** Marks the usage of settled calls as stored. */
  markRecorded(used: Amount): void {
    this.committed = subtract(this.committed, used);
  }

  private reserveFree(call: Amount): boolean {
    if (this.ports.elapsed() - this.renewedAt > MAX_RENEWAL_AGE_MS || !covers(this.free, call))
      return false;
    this.free = subtract(this.free, call);
    this.committed = add(this.committed, call);
    return true;
  }

  /**
   * Requests a grant once, and returns what was free: two processes that each hold too little for a
   * call would otherwise wait for each other.
   */
  private async requestMore(call: Amount): Promise<void> {
    this.free = ZERO;
    const keep = this.committed;
    const at = this.ports.elapsed();
    let answer: { readonly state: BudgetState; readonly granted: Amount | null } | undefined;
    await this.ports.budgets.hold(this.studyId, this.holder, (state) => {
      answer = {
        state,
        granted: grant(state, { keep, minimum: call, wanted: scale(call, CALLS_PER_GRANT) }),
      };
      return add(keep, answer.granted ?? ZERO);
    });
    this.renewedAt = at;
    if (answer?.granted) {
      this.free = add(this.free, answer.granted);
      return;
    }
    if (answer && !couldEverFit(answer.state, call))
      throw new BudgetExhaustedError(exhaustedMessage(answer.state, call));
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }

  private async renew(): Promise<void> {
    if (this.pendingRequest || this.users === 0) return;
    const at = this.ports.elapsed();
    // Others may have reserved what was not renewed in time.
    if (at - this.renewedAt > MAX_RENEWAL_AGE_MS) this.free = ZERO;
    const keep = add(this.committed, this.free);
    if (isZero(keep)) return;
    const renewal = this.ports.budgets
      .hold(this.studyId, this.holder, () => keep)
      .then(
        () => void (this.renewedAt = at),
        () => undefined,
      );
    this.pendingRequest = renewal.finally(() => (this.pendingRequest = undefined));
    await this.pendingRequest;
  }
}

/** The leases of this process, one per study with calls in flight. */
export class BudgetLeases {
  private readonly open = new Map<string, BudgetLease>();

  private opened = 0;

  constructor(
    private readonly ports: BudgetLeasePorts & {
      /** Names this process among all. */ readonly process: string;
    },
  ) {}

  acquire(studyId: string): BudgetLease {
    let lease = this.open.get(studyId);
    if (!lease) {
      this.opened += 1;
      // A new holder name: the lease before may still be returning its hold.
      const opened: BudgetLease = new BudgetLease(
        this.ports,
        studyId,
        `${this.ports.process}.${this.opened}`,
        () => {
          if (this.open.get(studyId) === opened) this.open.delete(studyId);
        },
      );
      lease = opened;
      this.open.set(studyId, lease);
    }
    lease.retain();
    return lease;
  }
}
