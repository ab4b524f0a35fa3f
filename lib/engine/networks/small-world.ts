import { childDraws } from "../random";
import { shouldYield } from "../base/interruptible";
import { checkProbability, type TieGenerator } from "./contract";
import { pickFree } from "./pick-free";
import { ringTies } from "./ring";

/**
 * Small world: a ring lattice of which each tie, with probability `rewire`, leads to a row chosen
 * among all to which its source is not tied yet. The number of ties stays that of the ring; with 0
 * it is the ring, and a row tied to everyone keeps its ties. The draws of a tie belong to its
 * source and its place around it, so that raising `rewire` moves further ties without moving others
 * back. D. J. Watts & S. H. Strogatz, "Collective dynamics of 'small-world' networks", Nature 393,
 * 1998, 440-442.
 */
export const smallWorld: TieGenerator<"smallWorld"> = {
  kind: "smallWorld",
  ends: "same",
  amounts: { degree: "number", rewire: "probability" },
  *generate({ degree, rewire }, request) {
    const { sources, draws } = request;
    const probability = checkProbability("The share to rewire", rewire);
    const ties = yield* ringTies(degree, request);
    const [whether, whereTo] = [childDraws(draws, "rewire"), childDraws(draws, "target")];
    const made = new Int32Array(sources.length);
    for (let position = 0; position < ties.size; position += 1) {
      if (shouldYield(position)) yield;
      const [source = 0] = ties.at(position) ?? [];
      const place = made[source] ?? 0;
      made[source] = place + 1;
      const id = sources[source]?.id ?? "";
      if (whether.uniform(id, place) >= probability) continue;
      const target = pickFree(
        sources.length,
        (candidate) => ties.isTaken(source, candidate),
        whereTo,
        id,
        place,
      );
      if (target !== undefined) ties.redirect(position, target);
    }
    return ties.all();
  },
};
