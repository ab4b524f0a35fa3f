import { childDraws } from "../random";
import { shouldYield } from "../base/interruptible";
import { checkProbability, type TieGenerator } from "./contract";
import { pickFree } from "./pick-free";
import { ringTies } from "./ring";

/**
 * Small-world network: a ring lattice in which each tie, with probability `rewire`, gets a target
 * chosen among all rows that its source is not tied to. The number of ties stays that of the ring;
 * a row tied to all others keeps its ties. The draws of a tie are determined by its source and its
 * number among the source's ties, so that raising `rewire` only rewires further ties. D. J. Watts &
 * S. H. Strogatz, "Collective dynamics of 'small-world' networks", Nature 393, 1998, 440-442.
 */
export const smallWorld: TieGenerator<"smallWorld"> = {
  kind: "smallWorld",
  ends: "same",
  amounts: { degree: "number", rewire: "probability" },
  *generate({ degree, rewire }, request) {
    const { sources, draws } = request;
    const probability = checkProbability("The share to rewire", rewire);
    const ties = yield* ringTies(degree, request);
    const [rewireDraws, targetDraws] = [childDraws(draws, "rewire"), childDraws(draws, "target")];
    const made = new Int32Array(sources.length);
    for (let position = 0; position < ties.size; position += 1) {
      if (shouldYield(position)) yield;
      const [source = 0] = ties.at(position) ?? [];
      const tieNumber = made[source] ?? 0;
      made[source] = tieNumber + 1;
      const id = sources[source]?.id ?? "";
      if (rewireDraws.uniform(id, tieNumber) >= probability) continue;
      const target = pickFree(sources.length, (candidate) => ties.isTaken(source, candidate), {
        draws: targetDraws,
        name: id,
        slot: tieNumber,
      });
      if (target !== undefined) ties.redirect(position, target);
    }
    return ties.all();
  },
};
