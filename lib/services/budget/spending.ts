import type { Budget } from "@/lib/domain/run";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import type { ModelGroup, ModelPool } from "../models/ports";
import { NOTHING } from "./amount";
import type { Amount, BudgetStore } from "./ports";
import { upperBoundOf } from "./upper-bound";
import type { Wallets } from "./wallet";

export type SpendingPorts = {
  readonly pool: Pick<ModelPool, "complete" | "embed">;
  readonly budgets: Pick<BudgetStore, "use">;
  readonly wallets: Wallets;
};

/** What something recorded took. */
export type Took = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: number | null;
};

/** Calls for one piece of work of a run, within the budget of its study. */
export type Spending = {
  /** @throws EndpointFailure; BudgetSpent, before the call is made, when it does not fit */
  call(group: ModelGroup, request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
  /** One call of another kind: what it can take at most (asked for only where there is a budget), and what it took. */
  within<Result>(
    most: (countsMoney: boolean) => Amount,
    make: () => Promise<Result>,
    took: (result: Result) => Amount,
    signal?: AbortSignal,
  ): Promise<Result>;
  recorded(taken: readonly Took[]): void;
  /** What `within` took is in the store. */
  booked(used: Amount): void;
  /** Once everything is recorded: what was not, counts for the run; what is held is given back. */
  close(): Promise<void>;
};

const amountOf = ({ promptTokens, completionTokens, cost }: Took): Amount => ({
  tokens: promptTokens + completionTokens,
  money: cost ?? 0,
});

export function openSpending(
  ports: SpendingPorts,
  run: { readonly id: string; readonly studyId: string; readonly budget: Budget },
): Spending {
  const { tokens, money } = run.budget;
  const wallet = tokens === null && money === null ? undefined : ports.wallets.enter(run.studyId);
  const countsMoney = money !== null;
  // Replies whose decision failed afterwards are paid for, too.
  const open = { promptTokens: 0, completionTokens: 0, cost: 0 };

  const within: Spending["within"] = async (most, make, took, signal) => {
    if (!wallet) return make();
    const ticket = await wallet.take(most(countsMoney), signal);
    let used = NOTHING;
    try {
      const result = await make();
      used = took(result);
      return result;
    } finally {
      ticket.settle(used);
    }
  };

  const count = (reply: Took, sign: 1 | -1): void => {
    open.promptTokens += sign * reply.promptTokens;
    open.completionTokens += sign * reply.completionTokens;
    open.cost += sign * (reply.cost ?? 0);
  };

  return {
    within,
    async call(group, request, signal) {
      const reply = await within(
        (counts) => upperBoundOf(group, request, counts),
        () => ports.pool.complete(group, request, signal),
        amountOf,
        signal,
      );
      count(reply, 1);
      return reply;
    },
    recorded(taken) {
      for (const one of taken) {
        count(one, -1);
        wallet?.recorded(amountOf(one));
      }
    },
    booked: (used) => wallet?.recorded(used),
    async close() {
      try {
        const lost = {
          promptTokens: Math.max(0, open.promptTokens),
          completionTokens: Math.max(0, open.completionTokens),
          cost: Math.max(0, open.cost),
        };
        if (lost.promptTokens + lost.completionTokens > 0) {
          await ports.budgets.use(run.id, { ...lost, embeddingTokens: 0 });
          wallet?.recorded(amountOf(lost));
        }
      } finally {
        await wallet?.leave();
      }
    },
  };
}
