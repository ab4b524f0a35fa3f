import type { Budget } from "@/lib/domain/run";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import type { ModelGroup, ModelPool } from "../models/ports";
import { ZERO } from "./amount";
import type { Amount, BudgetStore } from "./ports";
import { callUpperBound } from "./upper-bound";
import type { BudgetLeases } from "./budget-lease";

export type SpendingPorts = {
  readonly pool: Pick<ModelPool, "complete" | "embed">;
  readonly budgets: Pick<BudgetStore, "addUsage">;
  readonly budgetLeases: BudgetLeases;
};

/** Usage of one recorded result. */
export type Usage = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: number | null;
};

/** Makes the calls of one piece of work of a run within the budgets of its study and project. */
export type Spending = {
  /**
   * @throws EndpointFailure; BudgetExhaustedError, before the call is made, when it does not fit
   */
  call(group: ModelGroup, request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
  /**
   * Makes one call of another kind: `most` returns the most that it can use (evaluated only where
   * there is a budget), `took` what it used.
   */
  runWithin<Result>(
    most: (countsMoney: boolean) => Amount,
    make: () => Promise<Result>,
    usageOf: (result: Result) => Amount,
    signal?: AbortSignal,
  ): Promise<Result>;
  markRecorded(taken: readonly Usage[]): void;
  /** Marks usage from `runWithin` as stored. */
  markBooked(used: Amount): void;
  /** Closes once everything is recorded: adds unrecorded usage to the run and releases the hold. */
  close(): Promise<void>;
};

const toAmount = ({ promptTokens, completionTokens, cost }: Usage): Amount => ({
  tokens: promptTokens + completionTokens,
  money: cost ?? 0,
});

export function openSpending(
  ports: SpendingPorts,
  run: {
    readonly id: string;
    readonly studyId: string;
    readonly budget: Budget;
    readonly projectBudget: Budget;
  },
): Spending {
  const budgets = [run.budget, run.projectBudget];
  const isLimited = budgets.some(({ tokens, money }) => tokens !== null || money !== null);
  const lease = isLimited ? ports.budgetLeases.acquire(run.studyId) : undefined;
  const countsMoney = budgets.some(({ money }) => money !== null);
  // Replies whose decision failed afterwards are paid for, too.
  const open = { promptTokens: 0, completionTokens: 0, cost: 0 };

  const within: Spending["runWithin"] = async (most, make, usageOf, signal) => {
    if (!lease) return make();
    const reservation = await lease.reserve(most(countsMoney), signal);
    let used = ZERO;
    try {
      const result = await make();
      used = usageOf(result);
      return result;
    } finally {
      reservation.settle(used);
    }
  };

  const count = (reply: Usage, sign: 1 | -1): void => {
    open.promptTokens += sign * reply.promptTokens;
    open.completionTokens += sign * reply.completionTokens;
    open.cost += sign * (reply.cost ?? 0);
  };

  return {
    runWithin: within,
    async call(group, request, signal) {
      // Without a budget there is nothing to reserve, for any of a million calls.
      const reply = await (lease
        ? within(
            (counts) => callUpperBound(group, request, counts),
            () => ports.pool.complete(group, request, signal),
            toAmount,
            signal,
          )
        : ports.pool.complete(group, request, signal));
      count(reply, 1);
      return reply;
    },
    markRecorded(taken) {
      for (const one of taken) {
        count(one, -1);
        lease?.markRecorded(toAmount(one));
      }
    },
    markBooked: (used) => lease?.markRecorded(used),
    async close() {
      try {
        const lost = {
          promptTokens: Math.max(0, open.promptTokens),
          completionTokens: Math.max(0, open.completionTokens),
          cost: Math.max(0, open.cost),
        };
        if (lost.promptTokens + lost.completionTokens > 0) {
          await ports.budgets.addUsage(run.id, { ...lost, embeddingTokens: 0 });
          lease?.markRecorded(toAmount(lost));
        }
      } finally {
        await lease?.release();
      }
    },
  };
}
