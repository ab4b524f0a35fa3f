import { seededPositions, childDraws } from "../random";
import { shouldYield } from "../base/interruptible";
import { checkCount, type TieGenerator } from "./contract";
import { pickFree } from "./pick-free";
import { TieList } from "./tie-list";

/**
 * Scale free: rows join one by one, each making `links` ties to different rows that are there
 * already, chosen with probability in proportion to how many ties these have. The first `links` + 1
 * are all tied to one another, so with no more rows than that the network is complete; otherwise it
 * has links·(links+1)/2 + links·(n-links-1) ties. Directed ties lead from the newcomer. Rows join
 * in a random order, so that being first in a list does not make a hub. A.-L. Barabási & R. Albert,
 * "Emergence of scaling in random networks", Science 286, 1999, 509-512.
 */
export const scaleFree: TieGenerator<"scaleFree"> = {
  kind: "scaleFree",
  ends: "same",
  amounts: { links: "number" },
  *generate({ links }, request) {
    const { sources, draws } = request;
    const count = checkCount("The number of links", links, 0);
    const joining = yield* seededPositions(
      sources.map(({ id }) => id),
      childDraws(draws, "join"),
    );
    const choice = childDraws(draws, "link");
    const ties = new TieList(request);
    // Each row stands here once per tie it has: a uniform draw is one in proportion to degree.
    const ends: number[] = [];
    for (const [present, newcomer] of joining.entries()) {
      if (shouldYield(present)) yield;
      const id = sources[newcomer]?.id ?? "";
      const chosen: number[] = [];
      for (let link = 0; link < Math.min(count, present); link += 1) {
        const end =
          present <= count
            ? joining[link]
            : ends[
                pickFree(
                  ends.length,
                  (at) => ties.isTaken(newcomer, ends[at] ?? newcomer),
                  choice,
                  id,
                  link,
                ) ?? -1
              ];
        if (end !== undefined && ties.add(newcomer, end)) chosen.push(end);
      }
      for (const end of chosen) ends.push(newcomer, end);
    }
    return ties.all();
  },
};
