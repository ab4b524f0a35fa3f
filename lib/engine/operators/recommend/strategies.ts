import { sampleWithout } from "../../random";
import type { Draws } from "../../row";
import type { Charge } from "../contract";
import { foremost, type Ratings, type Scored, type Taste } from "./ratings";

export type Ask = {
  readonly ratings: Ratings;
  /** The most items wanted for each user. */
  readonly count: number;
  readonly neighbours: number;
  readonly draws: Draws;
  readonly charge: Charge;
};

/** For one user, items that may be recommended, the best first: at most `count` of those that are `free`. */
export type Recommend = (user: string, taste: Taste, free: (place: number) => boolean) => readonly Scored[];

/** A way to recommend: prepares what all users share. */
export type Strategy = (ask: Ask) => Recommend;

/** The same for everybody, without what is known already. */
const popular: Strategy =
  ({ ratings, count, charge }) =>
  (_user, taste, free) => {
    charge(Math.min(ratings.items.length, count + taste.size));
    const found: Scored[] = [];
    for (const scored of ratings.popular) {
      if (found.length >= count) break;
      if (free(scored.item.place)) found.push(scored);
    }
    return found;
  };

const random: Strategy =
  ({ ratings, count, draws, charge }) =>
  (user, taste, free) => {
    charge(count + taste.size);
    const drawn = sampleWithout(ratings.items, count + taste.size, draws, `random ${user}`);
    return drawn.filter(({ place }) => free(place)).slice(0, count).map((item) => ({ item, score: 0 }));
  };

/** The best of the items that have a score, then the popular ones: nobody is left without anything. */
function filledUp(ask: Ask): (scores: ReadonlyMap<number, number>, ...rest: Parameters<Recommend>) => readonly Scored[] {
  const { ratings, count } = ask;
  const rest = popular(ask);
  return (scores, user, taste, free) => {
    const scored: Scored[] = [];
    for (const [place, score] of scores) {
      const item = ratings.items[place];
      if (item && score > 0 && free(place)) scored.push({ item, score });
    }
    const best = foremost(scored, count, (a, b) => b.score - a.score || (ratings.rank[a.item.place] ?? 0) - (ratings.rank[b.item.place] ?? 0));
    if (best.length >= count) return best;
    const taken = new Set(best.map(({ item }) => item.place));
    return [...best, ...rest(user, taste, (place) => free(place) && !taken.has(place)).slice(0, count - best.length).map(({ item }) => ({ item, score: 0 }))];
  };
}

const add = (sums: Map<number, number>, key: number, amount: number): void => void sums.set(key, (sums.get(key) ?? 0) + amount);

/**
 * Content-based: the cosine between the tags of an item and the tags of what the user rated, each weighted by liking;
 * a tag counts more the fewer items have it (ln(1 + items / items with the tag)).
 */
const similar: Strategy = (ask) => {
  const { ratings, charge } = ask;
  const having = new Map<string, number[]>();
  for (const { place, tags } of ratings.items) {
    charge(1 + tags.length);
    for (const tag of new Set(tags)) {
      const places = having.get(tag);
      if (places) places.push(place);
      else having.set(tag, [place]);
    }
  }
  const weights = new Map([...having].map(([tag, places]) => [tag, Math.log1p(ratings.items.length / places.length)]));
  const vectors = ratings.items.map(({ tags }) => {
    const own = [...new Set(tags)].map((tag) => [tag, weights.get(tag) ?? 0] as const);
    const norm = Math.hypot(...own.map(([, weight]) => weight));
    return own.map(([tag, weight]) => [tag, weight / norm] as const);
  });
  const unit = new Map<string, readonly (readonly [place: number, part: number])[]>([...having].map(([tag, places]) => [tag, places.map((place) => [place, vectors[place]?.find(([other]) => other === tag)?.[1] ?? 0] as const)]));
  const fill = filledUp(ask);
  return (user, taste, free) => {
    const profile = new Map<string, number>();
    for (const [place, liking] of taste) for (const [tag, part] of vectors[place] ?? []) profile.set(tag, (profile.get(tag) ?? 0) + liking * part);
    const norm = Math.sqrt([...profile.values()].reduce((sum, part) => sum + part * part, 0)) || 1;
    const scores = new Map<number, number>();
    for (const [tag, part] of profile) {
      const places = unit.get(tag) ?? [];
      charge(places.length);
      for (const [place, share] of places) add(scores, place, (part * share) / norm);
    }
    return fill(scores, user, taste, free);
  };
};

/**
 * User-based: the likings of those whose ratings are most like the user's, weighted by how alike they are (the cosine of
 * their ratings, from `neutral`). Only pairs with a rated item in common are ever looked at.
 */
const collaborative: Strategy = (ask) => {
  const { ratings: { tastes, ratersOf }, neighbours, charge } = ask;
  const norms = tastes.map((taste) => Math.sqrt([...taste.values()].reduce((sum, liking) => sum + liking * liking, 0)));
  const fill = filledUp(ask);
  return (user, taste, free) => {
    const dots = new Map<number, number>();
    for (const [place, liking] of taste) {
      const raters = ratersOf[place] ?? [];
      charge(raters.length);
      for (const rater of raters) add(dots, rater, liking * (tastes[rater]?.get(place) ?? 0));
    }
    const norm = Math.sqrt([...taste.values()].reduce((sum, liking) => sum + liking * liking, 0));
    const alike: { readonly rater: number; readonly likeness: number }[] = [];
    for (const [rater, dot] of dots) if (dot > 0 && tastes[rater] !== taste) alike.push({ rater, likeness: dot / (norm * (norms[rater] ?? 1)) });
    const scores = new Map<number, number>();
    for (const { rater, likeness } of foremost(alike, neighbours, (a, b) => b.likeness - a.likeness || a.rater - b.rater)) {
      const other = tastes[rater];
      charge(other?.size ?? 0);
      for (const [place, liking] of other ?? []) add(scores, place, likeness * liking);
    }
    return fill(scores, user, taste, free);
  };
};

export const STRATEGIES = { popular, similar, collaborative, random } satisfies Record<string, Strategy>;
