import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deferredAcceptance } from "./deferred-acceptance";
import { runOperator, operatorError } from "./fixtures/run-operator";

type Side = { readonly id: string; readonly prefers: readonly string[]; readonly quota?: number };
type Matching = {
  readonly matches: readonly {
    readonly proposer: Side;
    readonly receiver: Side;
    readonly rank: number;
  }[];
  readonly unmatched: readonly Side[];
  readonly open: readonly { readonly receiver: Side; readonly places: number }[];
};

const match = (proposers: readonly Side[], receivers: readonly Side[]): Matching =>
  runOperator<Matching>(deferredAcceptance, { proposers, receivers });
const pairs = ({ matches }: Matching) =>
  matches.map(({ proposer, receiver, rank }) => [proposer.id, receiver.id, rank]);

describe("deferred acceptance", () => {
  it("finds the proposer-optimal stable matching of the example with cyclic preferences", () => {
    // Gale and Shapley 1962, example 1: every proposer can get its first choice, every receiver its
    // last.
    const men = [
      { id: "α", prefers: ["A", "B", "C"] },
      { id: "β", prefers: ["B", "C", "A"] },
      { id: "γ", prefers: ["C", "A", "B"] },
    ];
    const women = [
      { id: "A", prefers: ["β", "γ", "α"] },
      { id: "B", prefers: ["γ", "α", "β"] },
      { id: "C", prefers: ["α", "β", "γ"] },
    ];
    expect(pairs(match(men, women))).toEqual([
      ["α", "A", 1],
      ["β", "B", 1],
      ["γ", "C", 1],
    ]);
    expect(pairs(match(women, men))).toEqual([
      ["A", "β", 1],
      ["B", "γ", 1],
      ["C", "α", 1],
    ]);
  });

  it("replaces tentative matches by preferred ones, fills quotas, reports the unmatched", () => {
    const result = match(
      [
        { id: "S1", prefers: ["X", "Y"] },
        { id: "S2", prefers: ["X"] },
        { id: "S3", prefers: ["X", "Nobody", "Y"] },
        { id: "S4", prefers: ["Y"] },
      ],
      [
        { id: "X", prefers: ["S3", "S2", "S1"], quota: 2 },
        { id: "Y", prefers: ["S1", "S2"], quota: 3 },
      ],
    );
    expect(pairs(result)).toEqual([
      ["S1", "Y", 2],
      ["S2", "X", 1],
      ["S3", "X", 1],
    ]);
    expect([
      result.unmatched.map(({ id }) => id),
      result.open.map(({ receiver, places }) => [receiver.id, places]),
    ]).toEqual([["S4"], [["Y", 2]]]);
  });

  it("returns named values unchanged, and accepts rows in lists", () => {
    const [ann, job] = [{ id: "Ann" }, { id: "Job" }];
    const proposer = { who: ann, prefers: [job] };
    const receiver = { who: job, prefers: [ann] };
    expect(
      runOperator<Matching>(deferredAcceptance, { proposers: [proposer], receivers: [receiver] })
        .matches,
    ).toEqual([{ proposer, receiver, rank: 1 }]);
  });

  it("rejects entries without a name, and duplicates", () => {
    expect(operatorError(deferredAcceptance, { proposers: [{ prefers: [] }], receivers: [] })).toBe(
      "proposers: entry 1: does not say `who` it is",
    );
    expect(
      operatorError(deferredAcceptance, {
        proposers: [],
        receivers: [
          { id: "A", prefers: [] },
          { id: "A", prefers: [] },
        ],
      }),
    ).toBe("receivers: entry 2: A is there already");
  });

  const ids = (letter: string, size: number) =>
    Array.from({ length: size }, (_, position) => `${letter}${position}`);
  const wishes = (others: readonly string[]) => fc.shuffledSubarray([...others]);
  const market = fc
    .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 5 }))
    .chain(([p, r]) =>
      fc.record({
        proposers: fc.tuple(
          ...ids("p", p).map((id) => wishes(ids("r", r)).map((prefers): Side => ({ id, prefers }))),
        ),
        receivers: fc.tuple(
          ...ids("r", r).map((id) =>
            fc
              .tuple(wishes(ids("p", p)), fc.integer({ min: 0, max: 3 }))
              .map(([prefers, quota]): Side => ({ id, prefers, quota })),
          ),
        ),
      }),
    );

  it("is stable: no pair prefers each other to their matches; all matches are listed", () => {
    fc.assert(
      fc.property(market, ({ proposers, receivers }) => {
        const { matches, unmatched, open } = match(proposers, receivers);
        const mine = (id: string) =>
          matches.find(({ proposer }) => proposer.id === id)?.receiver.id;
        const theirs = (id: string) =>
          matches.filter(({ receiver }) => receiver.id === id).map(({ proposer }) => proposer.id);
        expect(matches.length + unmatched.length).toBe(proposers.length);
        for (const { proposer, receiver } of matches)
          expect([
            proposer.prefers.includes(receiver.id),
            receiver.prefers.includes(proposer.id),
          ]).toEqual([true, true]);
        for (const receiver of receivers) {
          const held = theirs(receiver.id);
          expect(held.length).toBeLessThanOrEqual(receiver.quota!);
          expect(open.find((place) => place.receiver.id === receiver.id)?.places ?? 0).toBe(
            receiver.quota! - held.length,
          );
          const worst = Math.max(...held.map((id) => receiver.prefers.indexOf(id)));
          for (const { id, prefers } of proposers) {
            const current = mine(id);
            const wish = prefers.indexOf(receiver.id);
            const proposerWants =
              wish >= 0 && (current === undefined || wish < prefers.indexOf(current));
            const rank = receiver.prefers.indexOf(id);
            const receiverWants = rank >= 0 && (held.length < receiver.quota! || rank < worst);
            expect(proposerWants && receiverWants && receiver.quota! > 0).toBe(false);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("does not depend on the order of proposals", () => {
    fc.assert(
      fc.property(market, ({ proposers, receivers }) => {
        const sorted = (result: Matching) =>
          pairs(result)
            .map(String)
            .sort((a, b) => a.localeCompare(b));
        expect(sorted(match(proposers.toReversed(), receivers))).toEqual(
          sorted(match(proposers, receivers)),
        );
      }),
      { numRuns: 60 },
    );
  });
});
