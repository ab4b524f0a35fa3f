import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Budget } from "@/lib/domain/run";
import { ZERO, add } from "./amount";
import { BudgetExhaustedError } from "./budget-exhausted";
import type { Amount, BudgetStore } from "./ports";
import { BudgetLease } from "./budget-lease";

/** Milliseconds after which holds lapse, as in the database. */
const LAPSES_AFTER = 60_000;

/** A study's budget shared by several processes, on a fake clock. */
function openBudget(budget: Budget) {
  let now = 0;
  let spent = ZERO;
  const holds = new Map<string, Amount & { readonly at: number }>();
  const budgets: Pick<BudgetStore, "hold" | "release"> = {
    hold: async (_study, holder, decide) => {
      await Promise.resolve();
      const others = [...holds]
        .filter(([name, { at }]) => name !== holder && now - at < LAPSES_AFTER)
        .map(([, hold]) => hold);
      const held = decide({ budget, spent, reserved: others.reduce<Amount>(add, ZERO) });
      holds.set(holder, { ...held, at: now });
    },
    release: (_study, holder) => {
      holds.delete(holder);
      return Promise.resolve();
    },
  };
  return {
    lease: (name: string) =>
      new BudgetLease({ budgets, elapsed: () => now }, "study", name, () => undefined),
    record: (used: Amount) => void (spent = add(spent, used)),
    pass: (milliseconds: number) => void (now += milliseconds),
    spent: () => spent,
    held: () => [...holds.values()].reduce<Amount>(add, ZERO),
  };
}

const call = fc.record({
  most: fc.integer({ min: 1, max: 400 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  lease: fc.nat(3),
  wait: fc.nat(20_000),
});

describe("budget leases of several processes", () => {
  it("never exceed the budget together, whatever calls use and whenever they end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20_000 }),
        fc.array(call, { maxLength: 120 }),
        async (tokens, calls) => {
          const study = openBudget({ tokens, money: tokens / 1_000 });
          const leases = [0, 1, 2, 3].map((name) => study.lease(String(name)));
          for (const lease of leases) lease.retain();
          const ending: (() => void)[] = [];
          for (const { most, share, lease: which, wait } of calls) {
            const lease = leases[which]!;
            study.pass(wait);
            const stopped = new AbortController();
            const taking = lease
              .reserve({ tokens: most, money: most / 1_000 }, stopped.signal)
              .catch(() => undefined);
            const late = new Promise<undefined>((resolve) =>
              setImmediate(() => resolve(undefined)),
            );
            const reservation = await Promise.race([taking, late]);
            if (reservation) {
              const used = { tokens: Math.floor(most * share), money: (most * share) / 1_000 };
              ending.push(() => {
                reservation.settle(used);
                study.record(used);
                lease.markRecorded(used);
              });
            } else {
              stopped.abort();
              // It may still be granted, and then makes no call.
              void taking.then((late) => late?.settle(ZERO));
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

  it("use up the budget until the next call might not fit", async () => {
    const study = openBudget({ tokens: 1_000, money: null });
    const [one, two] = [study.lease("one"), study.lease("two")];
    one.retain();
    two.retain();
    const spend = async (lease: BudgetLease): Promise<void> => {
      for (;;) {
        const reservation = await lease.reserve({ tokens: 70, money: 0 });
        const used = { tokens: 30, money: 0 };
        reservation.settle(used);
        study.record(used);
        lease.markRecorded(used);
      }
    };
    const ends = await Promise.allSettled([spend(one), spend(two)]);
    for (const end of ends)
      expect(end).toMatchObject({ status: "rejected", reason: { name: "BudgetExhaustedError" } });
    expect(study.spent().tokens).toBeGreaterThan(1_000 - 70);
    expect(study.spent().tokens).toBeLessThanOrEqual(1_000);
    await Promise.all([one.release(), two.release()]);
    expect(study.held()).toEqual(ZERO);
  });

  it("report what is spent, what is left and what the next call could use", async () => {
    const study = openBudget({ tokens: 10_000, money: null });
    study.record({ tokens: 9_812, money: 0 });
    const lease = study.lease("one");
    lease.retain();
    await expect(lease.reserve({ tokens: 1_240, money: 0 })).rejects.toThrow(BudgetExhaustedError);
    await expect(lease.reserve({ tokens: 1_240, money: 0 })).rejects.toThrow(
      "9,812 of 10,000 tokens are spent, 188 are left, and the next call could use up to 1,240",
    );
  });

  it("reserve nothing from a grant that was not renewed in time", async () => {
    const study = openBudget({ tokens: 100, money: null });
    const [sleeper, other] = [study.lease("sleeper"), study.lease("other")];
    sleeper.retain();
    other.retain();
    (await sleeper.reserve({ tokens: 10, money: 0 })).settle(ZERO);
    study.pass(LAPSES_AFTER + 1);
    for (let count = 0; count < 10; count += 1) {
      (await other.reserve({ tokens: 10, money: 0 })).settle({ tokens: 10, money: 0 });
      study.record({ tokens: 10, money: 0 });
      other.markRecorded({ tokens: 10, money: 0 });
    }
    await expect(sleeper.reserve({ tokens: 10, money: 0 })).rejects.toThrow(BudgetExhaustedError);
  });
});
