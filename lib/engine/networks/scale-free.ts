import { seededPositions, childDraws } from "../random";
import { shouldYield } from "../base/interruptible";
import { checkCount, type TieGenerator } from "./contract";
import { pickFree } from "./pick-free";
import { TieList } from "./tie-list";

/**
 * Scale-free network: rows join one by one, each with `links` ties to different rows that joined
 * before, chosen with probability proportional to their degree. The first `links` + 1 are all
 * connected, so with no more rows than that the network is complete; otherwise it has
 * links·(links+1)/2 + links·(n-links-1) ties. Directed ties start at the newcomer. Rows join in a
 * random order, so that the order of the list does not determine the hubs. A.-L. Barabási & R.
 * Albert, "Emergence of scaling in random networks", Science 286, 1999, 509-512.
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
    // Contains each row once per tie, so that a uniform draw is proportional to degree.
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
                pickFree(ends.length, (at) => ties.isTaken(newcomer, ends[at] ?? newcomer), {
                  draws: choice,
                  name: id,
                  slot: link,
                }) ?? -1
              ];
        if (end !== undefined && ties.add(newcomer, end)) chosen.push(end);
      }
      for (const end of chosen) ends.push(newcomer, end);
    }
    return ties.all();
  },
};
