import type { Computed } from "../expressions/contract";
import type { Draws } from "../base/row";
import { fieldsOf, listOf, NUMBER, nullableOf } from "../base/types";
import { defineOperator } from "./contract";
import { entries, type Entry } from "./entries";
import { probability, choice, elementType, number, optional } from "./inputs";

const OFFER = { price: number(), units: optional(number({ min: 0, max: 1e9, whole: true }), 1) };

type Offer = Entry<typeof OFFER>;

/**
 * Sorts the offers of one side by priority: `direction` is 1 where low prices come first, as for
 * asks.
 */
function sortOffers(
  offers: readonly Offer[],
  direction: 1 | -1,
  lot: (offer: Offer) => number,
): readonly Offer[] {
  return offers
    .filter(({ fields }) => fields.units > 0)
    .map((offer, position) => ({ offer, position, lot: lot(offer) }))
    .sort(
      (a, b) =>
        direction * (a.offer.fields.price - b.offer.fields.price) ||
        a.lot - b.lot ||
        a.position - b.position,
    )
    .map(({ offer }) => offer);
}

const tieBreakDraws =
  (ties: "random" | "order", draws: Draws, side: string) =>
  (offer: Offer): number =>
    ties === "random" ? draws.uniform(`${side} ${offer.key}`, 0) : 0;

/**
 * Matches bids in descending and asks in ascending order, unit by unit, while the bid is at least
 * the ask. The price lies between the last matched and the first unmatched units: any price in this
 * interval clears the market.
 */
export const doubleAuction = defineOperator({
  name: "doubleAuction",
  version: 1,
  summary: "A call market: all trades at the one price at which demand meets supply.",
  source:
    "The k-double auction of K. Chatterjee and W. Samuelson, Operations Research 31, 1983, " +
    "835-851, with many traders and units.",
  inputs: {
    bids: entries(OFFER),
    asks: entries(OFFER),
    ties: optional(choice("random", "order"), "random"),
    share: optional(probability(), 0.5),
  },
  result: ({ bids, asks }) =>
    fieldsOf({
      price: nullableOf(NUMBER),
      units: NUMBER,
      trades: listOf(
        fieldsOf({ bid: elementType(bids), ask: elementType(asks), units: NUMBER, price: NUMBER }),
      ),
    }),
  apply: ({ bids, asks, ties, share }, draws, charge) => {
    const offers = bids.length + asks.length;
    charge(offers * (1 + Math.ceil(Math.log2(1 + offers))));
    const [buyers, sellers] = [
      sortOffers(bids, -1, tieBreakDraws(ties, draws, "bid")),
      sortOffers(asks, 1, tieBreakDraws(ties, draws, "ask")),
    ];
    const pairs: { readonly bid: Offer; readonly ask: Offer; readonly units: number }[] = [];
    let [at, to, bought, sold] = [0, 0, 0, 0];
    for (;;) {
      const [bid, ask] = [buyers[at], sellers[to]];
      if (!bid || !ask || bid.fields.price < ask.fields.price) break;
      const units = Math.min(bid.fields.units - bought, ask.fields.units - sold);
      pairs.push({ bid, ask, units });
      [bought, sold] = [bought + units, sold + units];
      if (bought === bid.fields.units) [at, bought] = [at + 1, 0];
      if (sold === ask.fields.units) [to, sold] = [to + 1, 0];
    }
    const last = pairs.at(-1);
    if (!last) return { price: null, units: 0, trades: [] };
    const low = Math.max(last.ask.fields.price, buyers[at]?.fields.price ?? -Infinity);
    const high = Math.min(last.bid.fields.price, sellers[to]?.fields.price ?? Infinity);
    const price = Math.min(high, Math.max(low, (1 - share) * low + share * high));
    const trades = pairs.map(({ bid, ask, units }): Computed => ({
      bid: bid.given,
      ask: ask.given,
      units,
      price,
    }));
    return { price, units: pairs.reduce((sum, { units }) => sum + units, 0), trades };
  },
});
