import type { Computed } from "../expressions/contract";
import { fieldsOf, listOf, NUMBER, type Type } from "../base/types";
import { defineOperator } from "./contract";
import { entries, type Entry } from "./entries";
import {
  elementType,
  fieldType,
  entityKey,
  list,
  number,
  optional,
  disjointTypes,
  entity,
  entityType,
} from "./inputs";

const PROPOSER = { prefers: list(entity()) };
const RECEIVER = { prefers: list(entity()), quota: optional(number({ min: 0, whole: true }), 1) };

type Proposer = Entry<typeof PROPOSER>;
type TentativeMatch = {
  readonly proposer: Proposer;
  readonly rank: number;
  readonly choice: number;
};

/** The tentative matches of a receiver, the least preferred last. */
class ReceiverMatches {
  readonly held: TentativeMatch[] = [];
  private readonly ranks: ReadonlyMap<string, number>;

  constructor(readonly receiver: Entry<typeof RECEIVER>) {
    // Of repeated names the first counts: entries are set in reverse order.
    this.ranks = new Map(
      receiver.fields.prefers.map((other, rank) => [entityKey(other), rank] as const).reverse(),
    );
  }

  /** Considers a proposal; returns the match that is rejected for it, if any. */
  propose(proposer: Proposer, choice: number): TentativeMatch | undefined {
    const rank = this.ranks.get(proposer.key);
    if (rank === undefined) return { proposer, rank: 0, choice };
    let [low, high] = [0, this.held.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.held[middle]?.rank ?? 0) < rank) low = middle + 1;
      else high = middle;
    }
    this.held.splice(low, 0, { proposer, rank, choice });
    return this.held.length > this.receiver.fields.quota ? this.held.pop() : undefined;
  }
}

/**
 * Proposers propose in order of preference; receivers keep the best proposals so far. The order of
 * proposers does not affect the result.
 */
export const deferredAcceptance = defineOperator({
  name: "deferredAcceptance",
  version: 1,
  summary:
    "Matches two sides so that no two would rather have each other: the best stable matching " +
    "for those who propose.",
  source:
    "D. Gale and L. S. Shapley, College admissions and the stability of marriage, American " +
    "Mathematical Monthly 69, 1962, 9-15.",
  inputs: {
    proposers: entries(PROPOSER, { who: "needed" }),
    receivers: entries(RECEIVER, { who: "needed" }),
  },
  result: ({ proposers, receivers }) => {
    const [proposer, receiver] = [elementType(proposers), elementType(receivers)];
    return fieldsOf({
      matches: listOf(fieldsOf({ proposer, receiver, rank: NUMBER })),
      unmatched: listOf(proposer),
      open: listOf(fieldsOf({ receiver, places: NUMBER })),
    });
  },
  mismatch: ({ proposers, receivers }, schema) => {
    const [proposer, receiver] = [elementType(proposers), elementType(receivers)];
    const named = (element: Type): Type => elementType(fieldType(element, "prefers", schema));
    const asked = disjointTypes(named(proposer), entityType(receiver, schema));
    if (asked !== undefined)
      return { input: "proposers", message: `has \`prefers\` with ${asked}` };
    const taken = disjointTypes(named(receiver), entityType(proposer, schema));
    return taken === undefined
      ? undefined
      : { input: "receivers", message: `has \`prefers\` with ${taken}` };
  },
  apply: ({ proposers, receivers }, _draws, charge) => {
    for (const { fields } of [...proposers, ...receivers]) charge(1 + 2 * fields.prefers.length);
    const matchesByReceiver = new Map(
      receivers.map((receiver) => [receiver.key, new ReceiverMatches(receiver)]),
    );
    for (const first of proposers) {
      let pending: { readonly proposer: Proposer; readonly choice: number } | undefined = {
        proposer: first,
        choice: -1,
      };
      while (pending) {
        const { proposer, choice }: { readonly proposer: Proposer; readonly choice: number } =
          pending;
        const other = proposer.fields.prefers[choice + 1];
        if (other === undefined) break;
        const asked = matchesByReceiver.get(entityKey(other));
        pending = asked ? asked.propose(proposer, choice + 1) : { proposer, choice: choice + 1 };
      }
    }
    const found = new Map<string, Computed>();
    for (const { receiver, held } of matchesByReceiver.values())
      for (const { proposer, choice } of held)
        found.set(proposer.key, {
          proposer: proposer.given,
          receiver: receiver.given,
          rank: choice + 1,
        });
    const matches = proposers.map(({ key }) => found.get(key));
    return {
      matches: matches.filter((match) => match !== undefined),
      unmatched: proposers
        .filter((_proposer, position) => matches[position] === undefined)
        .map(({ given }) => given),
      open: [...matchesByReceiver.values()].flatMap(({ receiver, held }) => {
        const places = receiver.fields.quota - held.length;
        return places > 0 ? [{ receiver: receiver.given, places }] : [];
      }),
    };
  },
});
