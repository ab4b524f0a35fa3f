import { shouldYield, type Interruptible } from "../base/interruptible";
import { checkHalfDegree, type TieGenerator, type TieRequest } from "./contract";
import { TieList } from "./tie-list";

/**
 * Ring lattice: rows stand in a circle in their order, each tied to its `degree` nearest, half of
 * them on either side; when directed, each to the other. The degree must be even; one above the
 * number of others gives the complete network.
 */
export const ring: TieGenerator<"ring"> = {
  kind: "ring",
  ends: "same",
  amounts: { degree: "number" },
  *generate({ degree }, request) {
    return (yield* ringTies(degree, request)).all();
  },
};

/** The ties of a ring in order of distance, then of source; directed ones forward first. */
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
