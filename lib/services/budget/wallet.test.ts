import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Budget } from "@/lib/domain/run";
import { NOTHING, plus } from "./amount";
import { BudgetSpent } from "./budget-spent";
import type { Amount, BudgetStore } from "./ports";
import { Wallet } from "./wallet";

/** Time in which holds lapse, as in the database. */
const LAPSES_AFTER = 60_000;

/** A study's budget for several processes, on a clock of the test's own. */
function laboratory(budget: Budget) {
  let now = 0;
  let spent = NOTHING;
  const holds = new Map<string, Amount & { readonly at: number }>();
  const budgets: Pick<BudgetStore, "hold" | "release"> = {
    hold: async (_study, holder, decide) => {
      await Promise.resolve();
      const others = [...holds]
        .filter(([name, { at }]) => name !== holder && now - at < LAPSES_AFTER)
        .map(([, hold]) => hold);
      const held = decide({ budget, spent, elsewhere: others.reduce<Amount>(plus, NOTHING) });
      holds.set(holder, { ...held, at: now });
    },
    release: (_study, holder) => {
      holds.delete(holder);
      return Promise.resolve();
    },
  };
  return {
    wallet: (name: string) =>
      new Wallet({ budgets, elapsed: () => now }, "study", name, () => undefined),
    record: (used: Amount) => void (spent = plus(spent, used)),
    pass: (milliseconds: number) => void (now += milliseconds),
    spent: () => spent,
    held: () => [...holds.values()].reduce<Amount>(plus, NOTHING),
  };
}

const call = fc.record({
  most: fc.integer({ min: 1, max: 400 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  wallet: fc.nat(3),
  wait: fc.nat(20_000),
});

describe("wallets of several processes", () => {
  it("never take more than the budget together, whatever calls take and in whatever order they end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20_000 }),
        fc.array(call, { maxLength: 120 }),
        async (tokens, calls) => {
          const study = laboratory({ tokens, money: tokens / 1_000 });
          const wallets = [0, 1, 2, 3].map((name) => study.wallet(String(name)));
          for (const wallet of wallets) wallet.enter();
          const ending: (() => void)[] = [];
          for (const { most, share, wallet: which, wait } of calls) {
            const wallet = wallets[which]!;
            study.pass(wait);
            const stopped = new AbortController();
            const taking = wallet
              .take({ tokens: most, money: most / 1_000 }, stopped.signal)
              .catch(() => undefined);
            const late = new Promise<undefined>((resolve) =>
              setImmediate(() => resolve(undefined)),
            );
            const ticket = await Promise.race([taking, late]);
            if (ticket) {
              const used = { tokens: Math.floor(most * share), money: (most * share) / 1_000 };
              ending.push(() => {
                ticket.settle(used);
                study.record(used);
                wallet.recorded(used);
              });
            } else {
              stopped.abort();
              // It may still come through, and then makes no call.
              void taking.then((late) => late?.settle(NOTHING));
            }
            if (share > 0.5) ending.shift()?.();
            expect(study.spent().tokens).toBeLessThanOrEqual(tokens);
            expect(study.spent().money).toBeLessThanOrEqual(tokens / 1_000);
          }
          for (const end of ending) end();
          expect(study.spent().tokens).toBeLessThanOrEqual(tokens);
          expect(study.spent().money).toBeLessThanOrEqual(tokens / 1_000);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("use a budget up but for less than the next call could take", async () => {
    const study = laboratory({ tokens: 1_000, money: null });
    const [one, two] = [study.wallet("one"), study.wallet("two")];
    one.enter();
    two.enter();
    const spend = async (wallet: Wallet): Promise<void> => {
      for (;;) {
        const ticket = await wallet.take({ tokens: 70, money: 0 });
        const used = { tokens: 30, money: 0 };
        ticket.settle(used);
        study.record(used);
        wallet.recorded(used);
      }
    };
    const ends = await Promise.allSettled([spend(one), spend(two)]);
    for (const end of ends)
      expect(end).toMatchObject({ status: "rejected", reason: { name: "BudgetSpent" } });
    expect(study.spent().tokens).toBeGreaterThan(1_000 - 70);
    expect(study.spent().tokens).toBeLessThanOrEqual(1_000);
    await Promise.all([one.leave(), two.leave()]);
    expect(study.held()).toEqual(NOTHING);
  });

  it("say what is spent, what is left and what the next call could take", async () => {
    const study = laboratory({ tokens: 10_000, money: null });
    study.record({ tokens: 9_812, money: 0 });
    const wallet = study.wallet("one");
    wallet.enter();
    await expect(wallet.take({ tokens: 1_240, money: 0 })).rejects.toThrow(BudgetSpent);
    await expect(wallet.take({ tokens: 1_240, money: 0 })).rejects.toThrow(
      "9,812 of 10,000 tokens are spent, 188 are left, and the next call could take up to 1,240",
    );
  });

  it("take nothing from what they did not renew in time: others may have it", async () => {
    const study = laboratory({ tokens: 100, money: null });
    const [sleeper, other] = [study.wallet("sleeper"), study.wallet("other")];
    sleeper.enter();
    other.enter();
    (await sleeper.take({ tokens: 10, money: 0 })).settle(NOTHING);
    study.pass(LAPSES_AFTER + 1);
    for (let count = 0; count < 10; count += 1) {
      (await other.take({ tokens: 10, money: 0 })).settle({ tokens: 10, money: 0 });
      study.record({ tokens: 10, money: 0 });
      other.recorded({ tokens: 10, money: 0 });
    }
    await expect(sleeper.take({ tokens: 10, money: 0 })).rejects.toThrow(BudgetSpent);
  });
});
