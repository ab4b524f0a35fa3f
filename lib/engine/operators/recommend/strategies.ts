import { sampleWithoutReplacement } from "../../random";
import type { Draws } from "../../base/row";
import type { Charge } from "../contract";
import { topItems, type Item, type Ratings, type Scored, type Preferences } from "./ratings";
import { SparseSums } from "./sparse-sums";

export type RecommendRequest = {
  readonly ratings: Ratings;
  /** The maximum number of items per user. */
  readonly count: number;
  readonly neighbours: number;
  readonly draws: Draws;
  readonly charge: Charge;
};

/**
 * Returns recommendations for one user, best first: at most `count` of the items that are `free`.
 */
export type Recommend = (
  user: string,
  taste: Preferences,
  free: (place: number) => boolean,
) => readonly Scored[];

/** A recommendation strategy; prepares what all users share. */
export type Strategy = (ask: RecommendRequest) => Recommend;

/** Recommends popular items that the user has not rated. */
const popular: Strategy =
  ({ ratings, count, charge }) =>
  (_user, taste, free) => {
    charge(Math.min(ratings.items.length, count + taste.size));
    const found: Scored[] = [];
    for (const scored of ratings.popular) {
      if (found.length >= count) break;
      if (free(scored.item.index)) found.push(scored);
    }
    return found;
  };

const random: Strategy =
  ({ ratings, count, draws, charge }) =>
  (user, taste, free) => {
    charge(count + taste.size);
    const drawn = sampleWithoutReplacement(ratings.items, count + taste.size, {
      draws,
      name: `random ${user}`,
    });
    return drawn
      .filter(({ index: place }) => free(place))
      .slice(0, count)
      .map((item) => ({ item, score: 0 }));
  };

/**
 * Returns the items with the best scores, filled up with popular items, so that every user gets
 * recommendations.
 */
function fillWithPopular(
  ask: RecommendRequest,
): (scores: SparseSums, ...rest: Parameters<Recommend>) => readonly Scored[] {
  const { ratings, count } = ask;
  const rest = popular(ask);
  return (scores, user, taste, free) => {
    const scored: Scored[] = [];
    for (const place of scores.touched) {
      const [item, score] = [ratings.items[place], scores.at(place)];
      if (item && score > 0 && free(place)) scored.push({ item, score });
    }
    const best = topItems(
      scored,
      count,
      (a, b) =>
        b.score - a.score || (ratings.rank[a.item.index] ?? 0) - (ratings.rank[b.item.index] ?? 0),
    );
    if (best.length >= count) return best;
    const taken = new Set(best.map(({ item }) => item.index));
    return [
      ...best,
      ...rest(user, taste, (place) => free(place) && !taken.has(place))
        .slice(0, count - best.length)
        .map(({ item }) => ({ item, score: 0 })),
    ];
  };
}

const vectorNorm = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
};

/**
 * Content-based: the cosine between the tags of an item and the tags of the rated items, each
 * weighted by its rating; rarer tags weigh more (ln(1 + items / items with the tag)).
 */
const similar: Strategy = (ask) => {
  const {
    ratings: { items },
    charge,
  } = ask;
  const tags = new Map<string, Item[]>();
  for (const item of items) {
    charge(1 + item.tags.length);
    for (const tag of new Set(item.tags)) {
      const having = tags.get(tag);
      if (having) having.push(item);
      else tags.set(tag, [item]);
    }
  }
  const parts = items.map((): [tag: number, weight: number][] => []);
  const having = [...tags.values()];
  having.forEach((own, tag) => {
    for (const { index: place } of own)
      parts[place]?.push([tag, Math.log1p(items.length / own.length)]);
  });
  const lengths = parts.map((own) => vectorNorm(own.map(([, weight]) => weight)));
  const [profile, scores] = [new SparseSums(having.length), new SparseSums(items.length)];
  const fill = fillWithPopular(ask);
  return (user, taste, free) => {
    profile.clear();
    scores.clear();
    for (const [place, liking] of taste)
      for (const [tag, weight] of parts[place] ?? [])
        profile.add(tag, (liking * weight) / (lengths[place] ?? 1));
    const length = vectorNorm(profile.touched.map((tag) => profile.at(tag))) || 1;
    for (const tag of profile.touched) {
      const own = having[tag] ?? [];
      charge(own.length);
      const share = (profile.at(tag) / length) * Math.log1p(items.length / own.length);
      for (const { index: place } of own) scores.add(place, share / (lengths[place] ?? 1));
    }
    return fill(scores, user, taste, free);
  };
};

/**
 * User-based: the ratings of the users with the most similar ratings, weighted by similarity (the
 * cosine of their ratings, from `neutral`). Only visits pairs with a rated item in common.
 */
const collaborative: Strategy = (ask) => {
  const {
    ratings: { items, preferences: tastes, ratersOf },
    neighbours,
    charge,
  } = ask;
  const lengths = tastes.map((taste) => vectorNorm(taste.values()));
  const [shared, scores] = [new SparseSums(tastes.length), new SparseSums(items.length)];
  const fill = fillWithPopular(ask);
  return (user, taste, free) => {
    shared.clear();
    scores.clear();
    for (const [place, liking] of taste) {
      const { raters = [], likings = [] } = ratersOf[place] ?? {};
      charge(raters.length);
      for (let at = 0; at < raters.length; at += 1)
        shared.add(raters[at] ?? 0, liking * (likings[at] ?? 0));
    }
    const length = vectorNorm(taste.values());
    const alike: { readonly rater: number; readonly likeness: number }[] = [];
    for (const rater of shared.touched) {
      const common = shared.at(rater);
      if (common > 0 && tastes[rater] !== taste)
        alike.push({ rater, likeness: common / (length * (lengths[rater] ?? 1)) });
    }
    for (const { rater, likeness } of topItems(
      alike,
      neighbours,
      (a, b) => b.likeness - a.likeness || a.rater - b.rater,
    )) {
      const other = tastes[rater];
      charge(other?.size ?? 0);
      for (const [place, liking] of other ?? []) scores.add(place, likeness * liking);
    }
    return fill(scores, user, taste, free);
  };
};

export const STRATEGIES = { popular, similar, collaborative, random } satisfies Record<
  string,
  Strategy
>;
