import { shouldYield } from "../base/interruptible";
import { checkCount, type Tie, type TieGenerator } from "./contract";
import { pushTie } from "./tie-list";

/**
 * Tree: the first row is the root, and each row has `branching` children, in order and level by
 * level; the last level may be incomplete. n-1 ties, from parent to child. A branching of 1 gives a
 * chain.
 */
export const tree: TieGenerator<"tree"> = {
  kind: "tree",
  ends: "same",
  amounts: { branching: "number" },
  *generate({ branching }, { sources }) {
    const children = checkCount("The branching", branching, 1);
    const ties: Tie[] = [];
    for (let child = 1; child < sources.length; child += 1) {
      if (shouldYield(child)) yield;
      pushTie(ties, Math.floor((child - 1) / children), child);
    }
    return ties;
  },
};
