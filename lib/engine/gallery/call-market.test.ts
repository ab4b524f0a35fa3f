import { describe, expect, it } from "vitest";
import { callMarket } from "@/lib/domain/gallery/call-market";
import { type Data, createTemplateRunner } from "./fixtures/template-runner";

const play = createTemplateRunner(callMarket);

const number = (pattern: RegExp, prompt: string): number | undefined => {
  const found = pattern.exec(prompt)?.[1];
  return found === undefined ? undefined : Number(found);
};
const worth = (prompt: string) => number(/it is worth (\d+) point/, prompt);
const cost = (prompt: string) => number(/it costs you (\d+) point/, prompt);

/** Every trader orders at its true value or cost. */
const truthful = (_: unknown, prompt: string): string =>
  JSON.stringify({ limit: worth(prompt) ?? cost(prompt) });

/** Zero-intelligence traders: any price; with the constraint, none that makes a loss. */
const zeroIntelligence =
  (constrained: boolean) =>
  ({ seed }: { readonly seed: number }, prompt: string): string => {
    const draw = (Math.imul(seed, 0x9e3779b1) >>> 0) / 4_294_967_296;
    const [value, expense] = [worth(prompt), cost(prompt)];
    const [low, high] = constrained ? [expense ?? 1, value ?? 120] : [1, 120];
    return JSON.stringify({ limit: Math.round(low + draw * (high - low)) });
  };

const total = (rows: readonly Data[], attribute: string): number =>
  rows.reduce((sum, row) => sum + Number(row[attribute]), 0);
const of = (rows: readonly Data[], side: string) => rows.filter((row) => row["side"] === side);

const CASES = [
  ["truthful traders", truthful, {}],
  ["zero intelligence", zeroIntelligence(true), {}],
  ["zero intelligence and losses allowed", zeroIntelligence(false), { protect: false }],
  ["zero intelligence and new values", zeroIntelligence(true), { redraw: true, shift: 25 }],
] as const;

describe("the call market", () => {
  it.each(CASES)(
    "conserves cash and units, has one price per round and respects all limits: %s",
    async (_, answer, parameters) => {
      const { snapshots, rounds, problems } = await play({
        parameters: { traders: 31, periods: 5, ...parameters },
        answer,
      });
      expect(problems).toEqual([]);
      const [start] = snapshots;
      const [cash, units] = [
        total(start!.rows("Trader"), "cash"),
        total(start!.rows("Trader"), "units"),
      ];
      expect([cash > 0, units]).toEqual([true, 15 * 5]);
      let trades = 0;
      for (const [index, now] of snapshots.entries()) {
        const traders = now.rows("Trader");
        // Prices are multiples of 0.5, so the sums are exact.
        expect([total(traders, "cash"), total(traders, "units")]).toEqual([cash, units]);
        for (const trader of traders)
          expect(Math.min(Number(trader["cash"]), Number(trader["units"]))).toBeGreaterThanOrEqual(
            0,
          );
        if (now.key !== "call") continue;
        const before = new Map(
          snapshots[index - 1]!.rows("Trader").map((trader) => [trader.id, trader]),
        );
        const orders = now.rows("Order").filter((order) => order["round"] === now.round);
        const [bids, asks] = [of(orders, "buy"), of(orders, "sell")];
        const [bought, sold] = [bids, asks].map((side) =>
          side.filter(({ served }) => served === true).map((order) => Number(order["price"])),
        ) as [number[], number[]];
        const price = rounds[now.round]?.["price"] ?? null;
        expect([bought.length, sold.length]).toEqual([
          rounds[now.round]?.["volume"],
          rounds[now.round]?.["volume"],
        ]);
        expect(price === null).toBe(bought.length === 0);
        trades += bought.length;
        if (price !== null) {
          expect(price).toBeLessThanOrEqual(Math.min(...bought));
          expect(price).toBeGreaterThanOrEqual(Math.max(...sold));
          for (const { served, price: bid } of bids)
            if (served === false) expect(Number(bid)).toBeLessThanOrEqual(price);
          for (const { served, price: ask } of asks)
            if (served === false) expect(Number(ask)).toBeGreaterThanOrEqual(price);
        }
        for (const trader of traders) {
          const was = before.get(trader.id)!;
          const order = orders.find((one) => one["trader"] === trader.id && one["served"] === true);
          const sign = order === undefined ? 0 : order["side"] === "buy" ? 1 : -1;
          expect(Number(trader["units"]) - Number(was["units"])).toBe(sign);
          expect(Number(trader["cash"]) - Number(was["cash"])).toBe(
            sign === 0 ? 0 : -sign * (price ?? 0),
          );
          const gain = Number(trader["earned"]) - Number(was["earned"]);
          expect(gain).toBe(sign === 0 ? 0 : sign * (Number(trader["value"]) - (price ?? 0)));
          if (!("protect" in parameters)) expect(gain).toBeGreaterThanOrEqual(0);
        }
        expect(rounds[now.round]?.["efficiency"] ?? 0).toBeLessThanOrEqual(1);
      }
      expect(trades).toBeGreaterThan(5);
    },
  );

  it("reaches competitive equilibrium and all gains from trade with truthful orders", async () => {
    const { rounds, end } = await play({
      parameters: { traders: 60, periods: 3 },
      answer: truthful,
    });
    const value = (side: string) =>
      of(end.rows("Trader"), side).map((trader) => Number(trader["value"]));
    const [demand, supply] = [
      value("buyer").sort((a, b) => b - a),
      value("seller").sort((a, b) => a - b),
    ];
    const matched = demand.filter(
      (worthOf, place) => worthOf >= (supply[place] ?? Infinity),
    ).length;
    for (const round of rounds.slice(1)) {
      expect(round).toMatchObject({
        efficiency: 1,
        distance: 0,
        belowValue: 0,
        aboveCost: 0,
        orders: 1,
        volume: matched,
      });
      expect(round["price"]).toBe(round["equilibrium"]);
    }
    expect(total(end.rows("Trader"), "earned")).toBe(
      3 *
        demand
          .slice(0, matched)
          .reduce((sum, worthOf, place) => sum + worthOf - (supply[place] ?? 0), 0),
    );
  });

  it("raises the equilibrium when buyers' values rise in the middle", async () => {
    const parameters = { traders: 60, periods: 6 };
    const [still, shifted] = [
      await play({ parameters, answer: truthful }),
      await play({ parameters: { ...parameters, shift: 40 }, answer: truthful }),
    ];
    const prices = (run: typeof still) => run.rounds.slice(1).map((round) => round["price"] ?? 0);
    expect(new Set(prices(still)).size).toBe(1);
    expect(prices(shifted).slice(0, 3)).toEqual(prices(still).slice(0, 3));
    for (const price of prices(shifted).slice(3))
      expect(price).toBeGreaterThan(prices(still)[0]! + 10);
  });

  it("rejects orders at a loss unless the parameter allows them", async () => {
    const greedy = (_: unknown, prompt: string) =>
      JSON.stringify({ limit: worth(prompt) === undefined ? 1 : 119 });
    const refused = await play({ parameters: { traders: 20, periods: 1 }, answer: greedy });
    expect(refused.end.rows("Order")).toEqual([]);
    const allowed = await play({
      parameters: { traders: 20, periods: 1, protect: false },
      answer: greedy,
    });
    expect(allowed.end.rows("Order")).toHaveLength(20);
    expect(allowed.rounds[1]).toMatchObject({ price: 60, volume: 10 });
    expect(allowed.end.rows("Trader").some(({ earned }) => Number(earned) < 0)).toBe(true);
  });

  it("shows traders past prices and their own results, but no values of others", async () => {
    const { prompts, end } = await play({
      parameters: { traders: 12, periods: 4, history: 2 },
      answer: truthful,
    });
    expect(
      prompts.filter((prompt) =>
        /The last 2 rounds, the latest first:\n- Round 3: .*\n- Round 2: .*\n\nYou can/.test(
          prompt,
        ),
      ),
    ).toHaveLength(12);
    expect(prompts.filter((prompt) => prompt.includes("- Round 1: You "))).toHaveLength(36);
    const values = end.rows("Trader").map(({ value }) => String(value));
    prompts.forEach((prompt, index) => {
      const stated = /(?:it is worth|it costs you) (\d+) point/.exec(prompt)?.[1];
      expect(stated).toBe(values[index % 12]);
    });
  });
});
