import { shouldYield } from "../base/interruptible";
import type { Tie, TieGenerator } from "./contract";
import { checkSize, pushTie } from "./tie-list";

/** Complete network: n(n-1)/2 ties within one table, twice as many if directed, n·m between two. */
export const complete: TieGenerator<"complete"> = {
  kind: "complete",
  ends: "any",
  amounts: {},
  *generate(_, { sources, targets, same, directed }) {
    const ordered = sources.length * (same ? sources.length - 1 : targets.length);
    checkSize(same && !directed ? ordered / 2 : ordered);
    const ties: Tie[] = [];
    for (let source = 0; source < sources.length; source += 1) {
      for (let target = same && !directed ? source + 1 : 0; target < targets.length; target += 1) {
        if (shouldYield(ties.length)) yield;
        if (!same || source !== target) pushTie(ties, source, target);
      }
    }
    return ties;
  },
};
