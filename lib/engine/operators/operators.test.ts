import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Computed } from "../expressions/contract";
import { drawsFor } from "../random";
import { InputError, OPERATORS } from "./index";

describe("operators", () => {
  it("have unique names that scenarios can write, and a literature reference", () => {
    expect(new Set(OPERATORS.map(({ id }) => id)).size).toBe(OPERATORS.length);
    for (const { id, summary, source } of OPERATORS) {
      expect(id).toMatch(/^[a-zA-Z]+@\d+$/);
      expect([summary, source].every((text) => text.length > 20 && text.endsWith("."))).toBe(true);
    }
  });

  const who = fc.constantFrom("a", "b", "c", "d");
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const entry = fc.record({
    who,
    price: fc.integer({ min: 0, max: 9 }),
    units: fc.nat(3),
    first: who,
    second: who,
    prefers: fc.array(who, { maxLength: 4 }),
    quota: fc.nat(2),
    source: who,
    target: who,
    user: who,
    item: who,
    value: fc.integer({ min: 1, max: 5 }),
    tags: fc.array(who, { maxLength: 2 }),
  });
  const entries = fc.oneof(
    fc.array(entry, { maxLength: 6 }),
    fc.uniqueArray(entry, { maxLength: 4, selector: (one) => one.who }),
  );
  const LISTS = [
    "bids",
    "asks",
    "games",
    "proposers",
    "receivers",
    "susceptible",
    "infected",
    "contacts",
    "items",
    "ratings",
  ];
  /** Generates values for inputs of these names. */
  const PLAUSIBLE: Readonly<Record<string, fc.Arbitrary<Computed>>> = {
    ...Object.fromEntries(LISTS.map((name) => [name, entries])),
    moves: fc.constant(["a", "b", "c", "d"]),
    payoffs: fc.constant([1, 2, 3, 4].map((row) => [row, 0, -row, 1])),
    secondPayoffs: fc.constant(null),
    ballots: fc.oneof(
      fc.array(fc.oneof(who, fc.constant(null))),
      fc.array(fc.array(who, { maxLength: 4 })),
    ),
    candidates: fc.oneof(fc.constant(null), fc.array(who)),
    users: fc.array(who),
    strategy: fc.constantFrom("popular", "similar", "collaborative", "random"),
    method: fc.constantFrom("instantRunoff", "borda"),
    ties: fc.constantFrom("random", "order"),
    infection: unit,
    recovery: unit,
    share: unit,
    count: fc.integer({ min: 1, max: 5 }),
    neutral: fc.constantFrom(0, 3),
    neighbours: fc.constant(2),
    again: fc.boolean(),
    directed: fc.boolean(),
  };
  const plain = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.constantFrom(0, -1, 0.5, NaN, Infinity, 1e300),
    fc.constantFrom("a", "__proto__", ""),
  );
  const { odd } = fc.letrec<{ odd: Computed }>((tie) => ({
    odd: fc.oneof(
      { depthSize: "small" },
      plain,
      fc.array(tie("odd"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("who", "id", "price", "prefers", "first"), tie("odd"), {
        maxKeys: 4,
      }),
    ),
  }));
  const valueOf = (name: string): fc.Arbitrary<Computed> =>
    fc.oneof({ weight: 12, arbitrary: PLAUSIBLE[name] ?? odd }, { weight: 1, arbitrary: odd });

  it.each(OPERATORS.map((operator) => [operator.id, operator] as const))(
    "%s accepts values or reports what is wrong with them, deterministically",
    (_id, { inputs, run }) => {
      const given = fc.record(
        Object.fromEntries(Object.keys(inputs).map((name) => [name, valueOf(name)])),
      );
      let taken = 0;
      const outcome = (values: Readonly<Record<string, Computed>>): unknown => {
        try {
          const result = run(values, drawsFor(1, 1, "test", ""), () => undefined);
          taken += 1;
          return result;
        } catch (error) {
          if (error instanceof InputError) return `${String(error.input)} ${error.reason}`;
          throw error;
        }
      };
      fc.assert(
        fc.property(given, (values) => {
          expect(outcome(values)).toEqual(outcome(values));
        }),
        { numRuns: 150 },
      );
      if (Object.keys(inputs).every((name) => Object.hasOwn(PLAUSIBLE, name)))
        expect(taken).toBeGreaterThan(20);
    },
  );
});
