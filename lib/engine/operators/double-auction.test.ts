import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doubleAuction } from "./double-auction";
import { type OperatorArguments, runOperator, operatorError } from "./fixtures/run-operator";

type Offer = { readonly who: string; readonly price: number; readonly units?: number | null };
type Trade = {
  readonly bid: Offer;
  readonly ask: Offer;
  readonly units: number;
  readonly price: number;
};
type Market = {
  readonly price: number | null;
  readonly units: number;
  readonly trades: readonly Trade[];
};

const clear = (given: OperatorArguments, seed?: number): Market =>
  runOperator<Market>(doubleAuction, given, seed);
const offers = (...prices: readonly number[]): Offer[] =>
  prices.map((price, position) => ({ who: `P${position}`, price }));

describe("a double auction", () => {
  it("matches the highest bids with the lowest asks at the middle of the clearing prices", () => {
    // Demand 10, 8, 6, 3 against supply 2, 4, 5, 9: three trade, at a price between max(5, 3) and
    // min(6, 9).
    const market = clear({ bids: offers(8, 10, 3, 6), asks: offers(5, 9, 2, 4) });
    expect([market.price, market.units]).toEqual([5.5, 3]);
    expect(market.trades.map(({ bid, ask, price }) => [bid.price, ask.price, price])).toEqual([
      [10, 2, 5.5],
      [8, 4, 5.5],
      [6, 5, 5.5],
    ]);
  });

  it("bounds the price by unmatched offers, and `share` chooses within the bounds", () => {
    const given = { bids: offers(10, 7), asks: offers(4, 8) };
    expect([0, 0.5, 1].map((share) => clear({ ...given, share }).price)).toEqual([7, 7.5, 8]);
  });

  it("splits offers of several units, and includes partially filled offers in the price", () => {
    const market = clear({
      bids: [{ who: "A", price: 9, units: 5 }],
      asks: [
        { who: "B", price: 3, units: 2 },
        { who: "C", price: 4, units: 2 },
        { who: "D", price: 20, units: 1 },
        { who: "E", price: 1, units: 0 },
      ],
    });
    expect(market).toEqual({
      price: 9,
      units: 4,
      trades: [
        {
          bid: { who: "A", price: 9, units: 5 },
          ask: { who: "B", price: 3, units: 2 },
          units: 2,
          price: 9,
        },
        {
          bid: { who: "A", price: 9, units: 5 },
          ask: { who: "C", price: 4, units: 2 },
          units: 2,
          price: 9,
        },
      ],
    });
  });

  it("trades nothing and has no price when no bid reaches an ask", () => {
    const nothing = { price: null, units: 0, trades: [] };
    expect(clear({ bids: offers(1, 2), asks: offers(3) })).toEqual(nothing);
    expect(clear({ bids: [], asks: offers(3) })).toEqual(nothing);
  });

  it("breaks ties by draw, or by order", () => {
    const given = { bids: offers(5, 5, 5), asks: offers(1) };
    expect(clear({ ...given, ties: "order" }).trades[0]?.bid.who).toBe("P0");
    const served = new Set(
      Array.from({ length: 30 }, (_, seed) => clear(given, seed).trades[0]?.bid.who),
    );
    expect([...served].sort((a, b) => (a ?? "").localeCompare(b ?? ""))).toEqual([
      "P0",
      "P1",
      "P2",
    ]);
  });

  it("names the invalid offer", () => {
    expect(operatorError(doubleAuction, { bids: [{ price: null }], asks: [] })).toBe(
      "bids: entry 1: `price` must be a number, not null",
    );
    expect(
      operatorError(doubleAuction, { bids: [], asks: [...offers(1), { price: 1, units: 1.5 }] }),
    ).toBe("asks: entry 2: `units` must be a whole number from 0 to 1000000000, not 1.5");
  });

  const side = fc.array(
    fc.record({ price: fc.integer({ min: 0, max: 30 }), units: fc.integer({ min: 0, max: 4 }) }),
    { maxLength: 15 },
  );
  const named = (all: readonly { price: number; units: number }[]) =>
    all.map((offer, position) => ({ who: `P${position}`, ...offer }));

  it("conserves units and cash, respects every offered price, and leaves no possible trade", () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (demand, supply, share) => {
          const [bids, asks] = [named(demand), named(supply)];
          const { price, units, trades } = clear({ bids, asks, share });
          const traded = (key: "bid" | "ask", who: string) =>
            trades
              .filter((trade) => trade[key].who === who)
              .reduce((sum, trade) => sum + trade.units, 0);
          const [bought, sold] = [
            bids.map(({ who }) => traded("bid", who)),
            asks.map(({ who }) => traded("ask", who)),
          ];
          const total = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0);
          expect([total(bought), total(sold)]).toEqual([units, units]);
          const best =
            Math.max(...bids.filter((bid) => bid.units > 0).map((bid) => bid.price)) -
            Math.min(...asks.filter((ask) => ask.units > 0).map((ask) => ask.price));
          expect(price === null).toBe(!(best >= 0));
          if (price === null) return;
          bids.forEach((bid, position) => {
            const got = bought[position]!;
            expect(got).toBeLessThanOrEqual(bid.units);
            if (got > 0) expect(bid.price).toBeGreaterThanOrEqual(price);
            if (bid.price > price) expect(got).toBe(bid.units);
          });
          asks.forEach((ask, position) => {
            const gave = sold[position]!;
            expect(gave).toBeLessThanOrEqual(ask.units);
            if (gave > 0) expect(ask.price).toBeLessThanOrEqual(price);
            if (ask.price < price) expect(gave).toBe(ask.units);
          });
        },
      ),
      { numRuns: 150 },
    );
  });
});
