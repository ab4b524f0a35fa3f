import { covers, isNothing, less, NOTHING, plus, times } from "./amount";
import { BudgetSpent, spentMessage } from "./budget-spent";
import { couldEverFit, grant } from "./grant";
import type { Amount, BudgetState, BudgetStore } from "./ports";

/** Calls that one asking of the store should last for. */
const CALLS_AHEAD = 200;
/** How often what is held is renewed, and after how long without it nothing more is taken from it, in milliseconds. The store forgets it after 60 s. */
const RENEW_EVERY = 10_000;
const TRUSTED_FOR = 30_000;
/** How long to wait, in milliseconds, before asking again for what other calls still hold. */
const ASK_AGAIN = 300;

/** What one call may take. To be settled once, whatever becomes of the call. */
export type Ticket = {
  /** What it took. Counts until it is `recorded`. */
  settle(used: Amount): void;
};

export type WalletPorts = {
  readonly budgets: Pick<BudgetStore, "hold" | "release">;
  /** Milliseconds that only ever rise. */ readonly elapsed: () => number;
};

/**
 * The part of a study's budget that this process holds. `committed` is what calls under way may take and what settled ones
 * took until it is recorded; `free` is held for calls to come. Both together never exceed what the store holds for us.
 */
export class Wallet {
  private committed = NOTHING;
  private free = NOTHING;
  private renewedAt = -Infinity;
  private asking: Promise<void> | undefined;
  private readonly timer: ReturnType<typeof setInterval>;
  private users = 0;

  constructor(
    private readonly ports: WalletPorts,
    private readonly studyId: string,
    private readonly holder: string,
    private readonly onIdle: () => void,
  ) {
    this.timer = setInterval(() => void this.renew(), RENEW_EVERY);
    this.timer.unref();
  }

  enter(): void {
    this.users += 1;
  }

  /** The last one gives back what is held. */
  async leave(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    clearInterval(this.timer);
    this.onIdle();
    await this.asking?.catch(() => undefined);
    // What was settled and never recorded is recorded by now, or lost with its calls.
    await this.ports.budgets.release(this.studyId, this.holder);
  }

  /**
   * Takes what a call can take at most, before it is made. Waits while other calls hold what it needs.
   * @throws BudgetSpent when it does not fit, even if all of them came back unused
   */
  async take(call: Amount, signal?: AbortSignal): Promise<Ticket> {
    while (!this.takeFree(call)) {
      signal?.throwIfAborted();
      if (this.asking) await this.asking;
      else await (this.asking = this.more(call).finally(() => (this.asking = undefined)));
    }
    let open = call;
    return {
      settle: (used) => {
        this.committed = plus(less(this.committed, open), used);
        this.free = plus(this.free, less(open, used));
        open = NOTHING;
      },
    };
  }

  /** What settled calls took is in the store now. */
  recorded(used: Amount): void {
    this.committed = less(this.committed, used);
  }

  private takeFree(call: Amount): boolean {
    if (this.ports.elapsed() - this.renewedAt > TRUSTED_FOR || !covers(this.free, call))
      return false;
    this.free = less(this.free, call);
    this.committed = plus(this.committed, call);
    return true;
  }

  /** Asks once; gives back what was free, so that two who hold too little for a call never wait for each other. */
  private async more(call: Amount): Promise<void> {
    this.free = NOTHING;
    const keep = this.committed;
    const at = this.ports.elapsed();
    let answer: { readonly state: BudgetState; readonly granted: Amount | null } | undefined;
    await this.ports.budgets.hold(this.studyId, this.holder, (state) => {
      answer = {
        state,
        granted: grant(state, { keep, least: call, wanted: times(call, CALLS_AHEAD) }),
      };
      return plus(keep, answer.granted ?? NOTHING);
    });
    this.renewedAt = at;
    if (answer?.granted) {
      this.free = plus(this.free, answer.granted);
      return;
    }
    if (answer && !couldEverFit(answer.state, call))
      throw new BudgetSpent(spentMessage(answer.state, call));
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
  }

  private async renew(): Promise<void> {
    if (this.asking || this.users === 0) return;
    const at = this.ports.elapsed();
    // Others may have taken what was not renewed in time.
    if (at - this.renewedAt > TRUSTED_FOR) this.free = NOTHING;
    const keep = plus(this.committed, this.free);
    if (isNothing(keep)) return;
    const renewing = this.ports.budgets
      .hold(this.studyId, this.holder, () => keep)
      .then(
        () => void (this.renewedAt = at),
        () => undefined,
      );
    this.asking = renewing.finally(() => (this.asking = undefined));
    await this.asking;
  }
}

/** The wallets of this process, one per study while somebody calls for it. */
export class Wallets {
  private readonly open = new Map<string, Wallet>();

  private opened = 0;

  constructor(
    private readonly ports: WalletPorts & {
      /** Names this process among all. */ readonly process: string;
    },
  ) {}

  enter(studyId: string): Wallet {
    let wallet = this.open.get(studyId);
    if (!wallet) {
      this.opened += 1;
      // A name of its own: the one before may still be giving back what it held.
      const opened: Wallet = new Wallet(
        this.ports,
        studyId,
        `${this.ports.process}.${this.opened}`,
        () => {
          if (this.open.get(studyId) === opened) this.open.delete(studyId);
        },
      );
      wallet = opened;
      this.open.set(studyId, wallet);
    }
    wallet.enter();
    return wallet;
  }
}
