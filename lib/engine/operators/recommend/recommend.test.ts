import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OperatorArguments, runOperator, people } from "../fixtures/run-operator";
import { recommend } from "./index";
import { topItems } from "./ratings";

type Row = { readonly id: string };
type Shown = {
  readonly lists: readonly { readonly user: Row; readonly items: readonly Row[] }[];
  readonly entries: readonly {
    readonly user: Row;
    readonly item: Row;
    readonly place: number;
    readonly score: number;
  }[];
};

const FILMS = [
  { id: "Alien", tags: ["horror", "space"] },
  { id: "Solaris", tags: ["space", "drama"] },
  { id: "Psycho", tags: ["horror"] },
  { id: "Amour", tags: ["drama", "romance"] },
  { id: "Notting Hill", tags: ["romance", "comedy"] },
];
const rated = (user: string, item: string, value?: number) => ({
  user,
  item,
  ...(value === undefined ? {} : { value }),
});

const show = (given: OperatorArguments, seed?: number): Shown =>
  runOperator<Shown>(
    recommend,
    { users: people("Ann"), items: FILMS, ratings: [], ...given },
    seed,
  );
const titles = (shown: Shown, user = 0) => shown.lists[user]!.items.map(({ id }) => id);

describe("popular recommendations", () => {
  const ratings = [
    rated("Bob", "Psycho"),
    rated("Cid", "Psycho"),
    rated("Ann", "Psycho"),
    rated("Bob", "Amour"),
    rated("Cid", "Amour"),
    rated("Bob", "Alien"),
  ];

  it("are the most liked items, without those the user rated", () => {
    const shown = show({
      users: people("Ann", "Cid", "New"),
      ratings,
      strategy: "popular",
      count: 2,
    });
    expect([titles(shown), titles(shown, 1).slice(0, 1), titles(shown, 2)]).toEqual([
      ["Amour", "Alien"],
      ["Alien"],
      ["Psycho", "Amour"],
    ]);
    expect(shown.entries.slice(0, 2)).toMatchObject([
      { user: { id: "Ann" }, item: { id: "Amour" }, place: 1, score: 2 },
      { place: 2, score: 1 },
    ]);
    expect(titles(show({ ratings, strategy: "popular", count: 1, again: true }))).toEqual([
      "Psycho",
    ]);
  });

  it("measure ratings from neutral, use the last by one user, and ignore unknown items", () => {
    const stars = [
      rated("Bob", "Alien", 1),
      rated("Cid", "Alien", 2),
      rated("Bob", "Amour", 1),
      rated("Bob", "Amour", 4),
      rated("Bob", "Gone", 5),
    ];
    const shown = show({ ratings: stars, neutral: 3, strategy: "popular", count: 5 });
    expect([
      titles(shown)[0],
      titles(shown).at(-1),
      shown.entries.map(({ score }) => score),
    ]).toEqual(["Amour", "Alien", [1, 0, 0, 0, -3]]);
  });

  it("break ties by an order drawn once for all users", () => {
    const orders = Array.from({ length: 20 }, (_, seed) =>
      show({ users: people("Ann", "Bob"), strategy: "popular" }, seed),
    );
    for (const shown of orders) expect(titles(shown)).toEqual(titles(shown, 1));
    expect(new Set(orders.map((shown) => titles(shown)[0])).size).toBe(FILMS.length);
  });
});

describe("similar recommendations", () => {
  it("share tags with items the user liked, rare tags weighing more", () => {
    expect(
      titles(show({ ratings: [rated("Ann", "Alien")], strategy: "similar", count: 2 })),
    ).toEqual(["Psycho", "Solaris"]);
    expect(
      titles(
        show({
          ratings: [rated("Ann", "Alien", 1), rated("Ann", "Amour", 5)],
          neutral: 3,
          strategy: "similar",
          count: 1,
        }),
      ),
    ).toEqual(["Notting Hill"]);
  });

  it("score by the cosine of tags, each weighted by ln(1 + items / items with it)", () => {
    const items = [
      { id: "A", tags: ["x", "y"] },
      { id: "B", tags: ["x"] },
      { id: "C", tags: ["x"] },
      { id: "D", tags: ["y", "z"] },
    ];
    const [x, y, z] = [Math.log(1 + 4 / 3), Math.log(3), Math.log(5)];
    const scores = new Map(
      show({ items, ratings: [rated("Ann", "A")], strategy: "similar" }).entries.map(
        ({ item, score }) => [item.id, score],
      ),
    );
    expect(scores.get("B")).toBeCloseTo(x / Math.hypot(x, y), 12);
    expect(scores.get("C")).toBeCloseTo(x / Math.hypot(x, y), 12);
    expect(scores.get("D")).toBeCloseTo((y / Math.hypot(x, y)) * (y / Math.hypot(y, z)), 12);
  });

  it("are popular items for users without ratings", () => {
    const ratings = [rated("Bob", "Amour"), rated("Bob", "Psycho"), rated("Cid", "Amour")];
    expect(
      show({ ratings, strategy: "similar", count: 2 }).entries.map(({ item, score }) => [
        item.id,
        score,
      ]),
    ).toEqual([
      ["Amour", 0],
      ["Psycho", 0],
    ]);
  });
});

describe("collaborative recommendations", () => {
  const ratings = [
    rated("Ann", "Alien", 5),
    rated("Ann", "Amour", 1),
    rated("Bob", "Alien", 5),
    rated("Bob", "Psycho", 4),
    rated("Cid", "Amour", 5),
    rated("Cid", "Notting Hill", 5),
    rated("Dan", "Alien", 1),
    rated("Dan", "Notting Hill", 5),
    rated("Eve", "Notting Hill", 5),
  ];

  it("are items liked by users with similar ratings", () => {
    const shown = show({ ratings, neutral: 3, strategy: "collaborative", count: 1 });
    expect(titles(shown)).toEqual(["Psycho"]);
    // Ann (2, -2) and Bob (2, 1) have similarity 4 / (√8 √5), and Bob rated one item above neutral.
    expect(shown.entries[0]?.score).toBeCloseTo(4 / Math.sqrt(40), 12);
    expect(titles(show({ ratings, strategy: "popular", count: 1 }))).toEqual(["Notting Hill"]);
  });

  it("use only the nearest neighbours", () => {
    const more = [
      ...ratings,
      rated("Bob", "Amour", 1),
      rated("Fay", "Alien", 4),
      rated("Fay", "Solaris", 5),
    ];
    const items = (neighbours: number) =>
      show({ ratings: more, neutral: 3, strategy: "collaborative", count: 3, neighbours })
        .entries.filter(({ score }) => score > 0)
        .map(({ item }) => item.id);
    expect([items(1), items(2)]).toEqual([["Psycho"], ["Psycho", "Solaris"]]);
  });
});

describe("random recommendations", () => {
  it("are drawn per user, independently of other users", () => {
    const shown = show({ users: people("Ann", "Bob", "Cid"), strategy: "random", count: 3 });
    expect(titles(show({ users: people("Cid"), strategy: "random", count: 3 }))).toEqual(
      titles(shown, 2),
    );
    const first = new Set(
      Array.from(
        { length: 40 },
        (_, seed) => titles(show({ strategy: "random", count: 1 }, seed))[0],
      ),
    );
    expect(first.size).toBe(FILMS.length);
  });
});

describe("recommendations in general", () => {
  it("contain distinct unrated items, as many as requested and available", () => {
    const rating = fc.record({
      user: fc.constantFrom("Ann", "Bob", "Cid", "Dan"),
      item: fc.constantFrom(...FILMS.map(({ id }) => id), "Gone"),
      value: fc.option(fc.integer({ min: 1, max: 5 })),
    });
    const strategies = fc.constantFrom("popular", "similar", "collaborative", "random");
    fc.assert(
      fc.property(
        fc.array(rating, { maxLength: 25 }),
        strategies,
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(0, 3),
        (ratings, strategy, count, neutral) => {
          const shown = show({
            users: people("Ann", "Bob", "New"),
            ratings,
            strategy,
            count,
            neutral,
          });
          for (const { user, items } of shown.lists) {
            const known = new Set(
              ratings
                .filter((own) => own.user === user.id && own.item !== "Gone")
                .map(({ item }) => item),
            );
            const ids = items.map(({ id }) => id);
            expect(ids.length).toBe(Math.min(count, FILMS.length - known.size));
            expect([new Set(ids).size, ids.some((id) => known.has(id))]).toEqual([
              ids.length,
              false,
            ]);
            expect(
              shown.entries
                .filter((entry) => entry.user.id === user.id)
                .map(({ item, place }) => [place, item.id]),
            ).toEqual(ids.map((id, position) => [position + 1, id]));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("process 10,000 ratings by 1,000 users within the steps of ten expressions", () => {
    const users = people(...Array.from({ length: 1_000 }, (_, position) => `U${position}`));
    const items = Array.from({ length: 500 }, (_, position) => ({
      id: `I${position}`,
      tags: [`t${position % 18}`, `t${position % 7}`],
    }));
    const ratings = users.flatMap(({ id }, user) =>
      Array.from({ length: 10 }, (_, k) =>
        rated(id, `I${(user * 7 + k * k * 13) % 500}`, 1 + ((user + k) % 5)),
      ),
    );
    for (const strategy of ["popular", "similar", "collaborative", "random"]) {
      let steps = 0;
      const count = (taken: number): void => void (steps += taken);
      recommend.run(
        { users, items, ratings, strategy, count: 10, neutral: 3 },
        { uniform: (_name, index) => (index * 0.37 + 0.1) % 1 },
        count,
      );
      expect(steps).toBeLessThan(3_000_000);
    }
  });

  it("select the same top items as sorting", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 })),
        fc.integer({ min: 1, max: 8 }),
        (list, count) => {
          const marked = list.map((key, position) => ({ key, position }));
          expect(topItems(marked, count, (a, b) => a.key - b.key)).toEqual(
            marked.sort((a, b) => a.key - b.key).slice(0, count),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});
