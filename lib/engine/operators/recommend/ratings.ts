import type { Computed } from "../../expressions/contract";
import type { Draws } from "../../base/row";
import type { Charge } from "../contract";
import type { Entry } from "../entries";
import { entityKey, list, number, optional, text, entity } from "../inputs";

export const ITEM_FIELDS = { tags: optional(list(text()), []) };
export const RATING_FIELDS = { user: entity(), item: entity(), value: optional(number(), 1) };

/** The preferences of one user: rating minus neutral, by index of the item. */
export type Preferences = ReadonlyMap<number, number>;

export type Item = {
  readonly given: Computed;
  readonly key: string;
  readonly index: number;
  readonly tags: readonly string[];
};
export type Scored = { readonly item: Item; readonly score: number };

/** The ratings in the form that strategies read, prepared once for all users. */
export type Ratings = {
  readonly items: readonly Item[];
  readonly preferencesOf: (user: string) => Preferences;
  readonly preferences: readonly Preferences[];
  /** The raters of an item, as indices into `preferences`, and how much each likes it. */
  readonly ratersOf: readonly {
    readonly raters: readonly number[];
    readonly likings: readonly number[];
  }[];
  /**
   * Items by the sum of their ratings, descending; ties by a draw that is the same for all users.
   */
  readonly popular: readonly Scored[];
  /** The rank of each item in `popular`. */
  readonly rank: readonly number[];
};

const EMPTY: Preferences = new Map();

/**
 * Prepares the ratings. The last of several ratings of one item by one user counts; ratings of
 * unknown items are ignored.
 */
export function readRatings(
  given: readonly Entry<typeof ITEM_FIELDS>[],
  {
    ratings,
    neutral,
    draws,
    charge,
  }: {
    readonly ratings: readonly Entry<typeof RATING_FIELDS>[];
    readonly neutral: number;
    readonly draws: Draws;
    readonly charge: Charge;
  },
): Ratings {
  charge(given.length * (1 + Math.ceil(Math.log2(1 + given.length))) + 2 * ratings.length);
  const items = given.map((entry, place): Item => ({
    given: entry.given,
    key: entry.key,
    index: place,
    tags: entry.fields.tags,
  }));
  const places = new Map(items.map(({ key, index: place }) => [key, place]));
  const byUser = new Map<string, Map<number, number>>();
  for (const {
    fields: { user, item, value },
  } of ratings) {
    const place = places.get(entityKey(item));
    if (place === undefined) continue;
    const taste = byUser.get(entityKey(user));
    if (taste) taste.set(place, value - neutral);
    else byUser.set(entityKey(user), new Map([[place, value - neutral]]));
  }
  const tastes = [...byUser.values()];
  const ratersOf = items.map(() => ({ raters: [] as number[], likings: [] as number[] }));
  const sums = items.map(() => 0);
  tastes.forEach((taste, rater) => {
    for (const [place, liking] of taste) {
      ratersOf[place]?.raters.push(rater);
      ratersOf[place]?.likings.push(liking);
      sums[place] = (sums[place] ?? 0) + liking;
    }
  });
  const lots = items.map(({ key }) => draws.uniform(`tie ${key}`, 0));
  const popular = items
    .map((item) => ({ item, score: sums[item.index] ?? 0 }))
    .sort(
      (a, b) =>
        b.score - a.score ||
        (lots[a.item.index] ?? 0) - (lots[b.item.index] ?? 0) ||
        a.item.index - b.item.index,
    );
  const rank = items.map(() => 0);
  popular.forEach(({ item }, position) => (rank[item.index] = position));
  return {
    items,
    preferencesOf: (user) => byUser.get(user) ?? EMPTY,
    preferences: tastes,
    ratersOf,
    popular,
    rank,
  };
}

/** Returns the first `count` elements in sort order, without sorting the rest. */
export function topItems<T>(
  list: Iterable<T>,
  count: number,
  compare: (a: T, b: T) => number,
): T[] {
  const best: T[] = [];
  for (const candidate of list) {
    const last = best.at(-1);
    if (best.length === count && (last === undefined || compare(candidate, last) >= 0)) continue;
    let [low, high] = [0, best.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = best[middle];
      if (other !== undefined && compare(other, candidate) <= 0) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, candidate);
    if (best.length > count) best.pop();
  }
  return best;
}
