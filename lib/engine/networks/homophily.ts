import { childDraws } from "../random";
import { shouldYield } from "../base/interruptible";
import { checkDegree, checkProbability, type TieGenerator } from "./contract";
import { groupByKey, groupKeys } from "./groups";
import { pickFree } from "./pick-free";
import { TieList } from "./tie-list";

/**
 * Homophily: each row makes ties to others, each with probability `homophily` to a random row with
 * its own value of the attribute and otherwise to a random row with another value. If undirected,
 * each makes `degree` / 2, so that `degree` is the mean degree; if directed or between two tables,
 * each source makes `degree`. A fractional tie is made with that probability. If no such row is
 * left, the tie is made to a row of the other kind; if none is left at all, it is omitted: degrees
 * above the number of others give the complete network. After the mixing of M. McPherson, L.
 * Smith-Lovin & J. M. Cook, "Birds of a feather", Annual Review of Sociology 27, 2001, 415-444, as
 * a choice per tie: the expected share of ties within is the same for small and large groups.
 */
export const homophily: TieGenerator<"homophily"> = {
  kind: "homophily",
  ends: "any",
  amounts: { degree: "number", homophily: "probability" },
  attributes: ["attribute"],
  *generate({ attribute, degree, homophily: share }, request) {
    const { sources, targets, same, directed, draws } = request;
    const probability = checkProbability("Homophily", share);
    const each = checkDegree("The degree", degree) / (same && !directed ? 2 : 1);
    const keys = yield* groupKeys(sources, attribute);
    const { order, spans } = groupByKey(same ? keys : yield* groupKeys(targets, attribute));
    const ties = new TieList(request);
    const [number, kind] = [childDraws(draws, "number"), childDraws(draws, "kind")];
    const [own, other] = [childDraws(draws, "own"), childDraws(draws, "other")];

    for (const [source, { id }] of sources.entries()) {
      if (shouldYield(source)) yield;
      const [start, end] = spans.get(keys[source] ?? "") ?? [0, 0];
      const size = end - start;
      const ownAt = (at: number): number => order[start + at] ?? 0;
      const otherAt = (at: number): number => order[at < start ? at : at + size] ?? 0;
      const pick = (inside: boolean, slot: number): number | undefined => {
        const at = inside ? ownAt : otherAt;
        const free = pickFree(
          inside ? size : targets.length - size,
          (index) => ties.isTaken(source, at(index)),
          { draws: inside ? own : other, name: id, slot },
        );
        return free === undefined ? undefined : at(free);
      };
      const wanted = Math.min(targets.length, Math.floor(each + number.uniform(id, 0)));
      for (let slot = 0; slot < wanted; slot += 1) {
        const inside = kind.uniform(id, slot) < probability;
        const target = pick(inside, slot) ?? pick(!inside, slot);
        if (target === undefined) break;
        ties.add(source, target);
      }
    }
    return ties.all();
  },
};
