import { sampleWithoutReplacement } from "../random";
import { shouldYield } from "../base/interruptible";
import { checkCount, type Tie, type TieGenerator } from "./contract";
import { pushTie } from "./tie-list";

/**
 * Bipartite network between two tables: each source has ties to `degree` different targets, every
 * set of them equally likely, or to all targets if there are fewer. Each source has its own draws,
 * so a larger degree only adds ties.
 */
export const bipartite: TieGenerator<"bipartite"> = {
  kind: "bipartite",
  ends: "different",
  amounts: { degree: "number" },
  *generate({ degree }, { sources, targets, draws }) {
    const count = checkCount("The degree", degree, 0);
    const indices = targets.map((_, index) => index);
    const ties: Tie[] = [];
    for (const [source, { id }] of sources.entries()) {
      if (shouldYield(source)) yield;
      for (const target of sampleWithoutReplacement(indices, count, { draws, name: id }))
        pushTie(ties, source, target);
    }
    return ties;
  },
};
