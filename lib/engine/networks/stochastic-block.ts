import { childDraws } from "../random";
import { visitPairs } from "./visit-pairs";
import { checkProbability, type Tie, type TieGenerator } from "./contract";
import { groupByKey, groupKeys } from "./groups";
import { pushTie } from "./tie-list";

/**
 * Stochastic block model: each pair is tied independently, with probability `within` if both have
 * the same value of the attribute and `across` if not. Between two tables, both need the attribute.
 * P. W. Holland, K. B. Laskey & S. Leinhardt, "Stochastic blockmodels: First steps", Social
 * Networks 5, 1983, 109-137.
 *
 * Across: visits pairs of all rows and skips those within a group. Within: visits the pairs of each
 * group. Time is linear in the ties plus the share `across` of the pairs within groups.
 */
export const stochasticBlock: TieGenerator<"stochasticBlock"> = {
  kind: "stochasticBlock",
  ends: "any",
  amounts: { within: "probability", across: "probability" },
  attributes: ["attribute"],
  *generate({ attribute, within: inside, across }, request) {
    const { sources, targets, same, draws } = request;
    checkProbability("The probability across groups", across);
    checkProbability("The probability within groups", inside);
    const sourceKeys = yield* groupKeys(sources, attribute);
    const targetKeys = same ? sourceKeys : yield* groupKeys(targets, attribute);
    const ties: Tie[] = [];

    const [ofSources, ofTargets] = [groupByKey(sourceKeys), groupByKey(targetKeys)];
    if (ofSources.spans.size > 1 || ofTargets.spans.size > 1 || sourceKeys[0] !== targetKeys[0]) {
      yield* visitPairs(across, {
        probability: request,
        draws,
        name: "across",
        visit: (source, target) => {
          if (sourceKeys[source] !== targetKeys[target]) pushTie(ties, source, target);
        },
      });
    }
    for (const [key, [start, end]] of ofSources.spans) {
      const [first, last] = ofTargets.spans.get(key) ?? [0, 0];
      const block = {
        ...request,
        sources: sources.slice(0, end - start),
        targets: targets.slice(0, last - first),
      };
      yield* visitPairs(inside, {
        probability: block,
        draws: childDraws(draws, "within"),
        name: key,
        visit: (source, target) => {
          pushTie(ties, ofSources.order[start + source] ?? 0, ofTargets.order[first + target] ?? 0);
        },
      });
    }
    return ties;
  },
};
