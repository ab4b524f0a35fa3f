import { probabilityForDegree, visitPairs } from "./visit-pairs";
import {
  checkDegree,
  checkProbability,
  NetworkError,
  type Tie,
  type TieGenerator,
} from "./contract";
import { pushTie } from "./tie-list";

/**
 * Erdős-Rényi network: each pair is tied independently with `probability`, or with the probability
 * that gives the mean `degree` (for directed networks and those between two tables: out-degree). A
 * degree above the number of others gives the complete network. E. N. Gilbert, "Random graphs",
 * Annals of Mathematical Statistics 30(4), 1959, 1141-1144.
 */
export const random: TieGenerator<"random"> = {
  kind: "random",
  ends: "any",
  amounts: { probability: "probability", degree: "number" },
  problem: ({ probability, degree }) =>
    (probability === undefined) === (degree === undefined)
      ? "A random network needs either a `probability` or a mean `degree`."
      : undefined,
  *generate({ probability, degree }, request) {
    if ((probability === undefined) === (degree === undefined))
      throw new NetworkError("A random network needs either a probability or a degree.");
    const chance =
      probability === undefined
        ? probabilityForDegree(checkDegree("The degree", degree ?? 0), request)
        : checkProbability("The probability", probability);
    const ties: Tie[] = [];
    yield* visitPairs(chance, {
      probability: request,
      draws: request.draws,
      name: "tie",
      visit: (source, target) => pushTie(ties, source, target),
    });
    return ties;
  },
};
