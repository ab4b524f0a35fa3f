import { shouldYield, type Interruptible } from "../base/interruptible";
import { checkHalfDegree, type TieGenerator, type TieRequest } from "./contract";
import { TieList } from "./tie-list";

/**
 * Ring lattice: rows form a circle in their order, each with ties to its `degree` nearest, half of
 * them on each side; if directed, in both directions. The degree must be even; one above the number
 * of others gives the complete network.
 */
export const ring: TieGenerator<"ring"> = {
  kind: "ring",
  ends: "same",
  amounts: { degree: "number" },
  *generate({ degree }, request) {
    return (yield* ringTies(degree, request)).all();
  },
};

/** Generates the ties of a ring by distance, then by source; directed ones forward first. */
export function* ringTies(degree: number, request: TieRequest): Interruptible<TieList> {
  const n = request.sources.length;
  const half = checkHalfDegree(degree, n);
  const ties = new TieList(request);
  for (let distance = 1; distance <= half; distance += 1) {
    for (let row = 0; row < n; row += 1) {
      if (shouldYield(row)) yield;
      ties.add(row, (row + distance) % n);
      if (request.directed) ties.add(row, (row - distance + n) % n);
    }
  }
  return ties;
}
