import type { Computed } from "../../expressions/contract";
import { fieldsOf, listOf, NUMBER } from "../../base/types";
import { operator } from "../contract";
import { entries } from "../entries";
import {
  choice,
  elementOf,
  fieldOf,
  keyOf,
  list,
  number,
  optional,
  strangers,
  thing,
  truth,
  whoOf,
} from "../inputs";
import { ITEM, RATING, readRatings } from "./ratings";
import { STRATEGIES } from "./strategies";

const MOST = 10_000;

/** Lists of items for many users. With `'similar'` and `'collaborative'`, users of whom too little is known get what is popular. */
export const recommend = operator({
  name: "recommend",
  version: 1,
  summary:
    "Recommends items to users: what is popular, what is like what they liked, what people like them liked, or anything.",
  source:
    "Collaborative: P. Resnick and others, GroupLens, CSCW 1994, 175-186, with cosines (J. S. Breese, D. Heckerman and C. Kadie, UAI 1998, 43-52). " +
    "Similar: M. J. Pazzani and D. Billsus, Content-based recommendation systems, in The Adaptive Web, 2007, 325-341.",
  inputs: {
    users: list(thing()),
    items: entries(ITEM, { who: "needed" }),
    ratings: entries(RATING),
    strategy: choice("popular", "similar", "collaborative", "random"),
    count: optional(number({ min: 1, max: MOST, whole: true }), 10),
    neutral: optional(number(), 0),
    neighbours: optional(number({ min: 1, whole: true }), 20),
    again: optional(truth(), false),
  },
  result: ({ users, items }) => {
    const [user, item] = [elementOf(users), elementOf(items)];
    return fieldsOf({
      lists: listOf(fieldsOf({ user, items: listOf(item) })),
      entries: listOf(fieldsOf({ user, item, place: NUMBER, score: NUMBER })),
    });
  },
  misfit: ({ users, items, ratings }, schema) => {
    const rating = elementOf(ratings);
    const problem =
      strangers(fieldOf(rating, "user", schema), elementOf(users)) ??
      strangers(fieldOf(rating, "item", schema), whoOf(elementOf(items), schema));
    return problem === undefined ? undefined : { input: "ratings", message: `has ${problem}` };
  },
  apply: (
    { users, items, ratings: given, strategy, count, neutral, neighbours, again },
    draws,
    charge,
  ) => {
    const ratings = readRatings(items, given, neutral, draws, charge);
    const recommended = STRATEGIES[strategy]({ ratings, count, neighbours, draws, charge });
    const lists: Computed[] = [];
    const flat: Computed[] = [];
    for (const user of users) {
      const taste = ratings.tasteOf(keyOf(user));
      const shown = recommended(keyOf(user), taste, (place) => again || !taste.has(place));
      charge(shown.length);
      lists.push({ user, items: shown.map(({ item }) => item.given) });
      shown.forEach(({ item, score }, position) =>
        flat.push({ user, item: item.given, place: position + 1, score }),
      );
    }
    return { lists, entries: flat };
  },
});
