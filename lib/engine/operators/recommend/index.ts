import type { Computed } from "../../expressions/contract";
import { fieldsOf, listOf, NUMBER } from "../../base/types";
import { defineOperator } from "../contract";
import { entries } from "../entries";
import {
  choice,
  elementType,
  fieldType,
  entityKey,
  list,
  number,
  optional,
  disjointTypes,
  entity,
  boolean,
  entityType,
} from "../inputs";
import { ITEM_FIELDS, RATING_FIELDS, readRatings } from "./ratings";
import { STRATEGIES } from "./strategies";

const MAX_RECOMMENDATIONS = 10_000;

/**
 * Recommends items to many users. With `'similar'` and `'collaborative'`, users with too few
 * ratings get popular items.
 */
export const recommend = defineOperator({
  name: "recommend",
  version: 1,
  summary:
    "Recommends items to users: what is popular, what is like what they liked, what people " +
    "like them liked, or anything.",
  source:
    "Collaborative: P. Resnick and others, GroupLens, CSCW 1994, 175-186, with cosines (J. S. " +
    "Breese, D. Heckerman and C. Kadie, UAI 1998, 43-52). " +
    "Similar: M. J. Pazzani and D. Billsus, Content-based recommendation systems, in The " +
    "Adaptive Web, 2007, 325-341.",
  inputs: {
    users: list(entity()),
    items: entries(ITEM_FIELDS, { who: "needed" }),
    ratings: entries(RATING_FIELDS),
    strategy: choice("popular", "similar", "collaborative", "random"),
    count: optional(number({ min: 1, max: MAX_RECOMMENDATIONS, whole: true }), 10),
    neutral: optional(number(), 0),
    neighbours: optional(number({ min: 1, whole: true }), 20),
    again: optional(boolean(), false),
  },
  result: ({ users, items }) => {
    const [user, item] = [elementType(users), elementType(items)];
    return fieldsOf({
      lists: listOf(fieldsOf({ user, items: listOf(item) })),
      entries: listOf(fieldsOf({ user, item, place: NUMBER, score: NUMBER })),
    });
  },
  mismatch: ({ users, items, ratings }, schema) => {
    const rating = elementType(ratings);
    const problem =
      disjointTypes(fieldType(rating, "user", schema), elementType(users)) ??
      disjointTypes(fieldType(rating, "item", schema), entityType(elementType(items), schema));
    return problem === undefined ? undefined : { input: "ratings", message: `has ${problem}` };
  },
  apply: (
    { users, items, ratings: given, strategy, count, neutral, neighbours, again },
    draws,
    charge,
  ) => {
    const ratings = readRatings(items, { ratings: given, neutral, draws, charge });
    const recommended = STRATEGIES[strategy]({ ratings, count, neighbours, draws, charge });
    const lists: Computed[] = [];
    const flat: Computed[] = [];
    for (const user of users) {
      const taste = ratings.preferencesOf(entityKey(user));
      const shown = recommended(entityKey(user), taste, (place) => again || !taste.has(place));
      charge(shown.length);
      lists.push({ user, items: shown.map(({ item }) => item.given) });
      shown.forEach(({ item, score }, position) =>
        flat.push({ user, item: item.given, place: position + 1, score }),
      );
    }
    return { lists, entries: flat };
  },
});
