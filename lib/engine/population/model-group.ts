import { type PopulationModel, type Scenario, DEFAULT_MODEL_GROUP } from "@/lib/domain/scenario";
import { drawsFor } from "../random";

/** A place among the draws that no phase can have: names begin with a letter. */
const DRAW_SCOPE = "$model";

/**
 * The group of endpoints that an agent belongs to, for the whole run: a draw of its own, so that a
 * mixture changes no other draw, and neither load nor order nor who else there is changes a group.
 *
 * Every group draws a waiting time, exponential with its weight as rate, and the first has the
 * agent: probabilities are as the weights, and each agent has the same times whatever the weights.
 * Of two runs with the same seed, only those agents differ who go to a group that gained weight, or
 * leave one that lost it. (Weighted rendezvous hashing: Schindelhauer & Schomaker, 2005, "Weighted
 * distributed hash tables", SPAA '05.)
 */
export function drawModelGroup(model: PopulationModel, seed: number, agent: string): string {
  if (typeof model === "string") return model;
  const draws = drawsFor(seed, 0, DRAW_SCOPE, agent);
  let first: { readonly group: string; readonly time: number } | undefined;
  for (const [group, weight] of Object.entries(model)) {
    const time = -Math.log1p(-draws.uniform(group, 0)) / weight;
    if (first === undefined || time < first.time || (time === first.time && group < first.group))
      first = { group, time };
  }
  return first?.group ?? DEFAULT_MODEL_GROUP;
}

/** The group of an agent of a scenario; rows of anything else belong to the default group. */
export const modelGroupOf = (
  { agents }: Pick<Scenario, "agents">,
  seed: number,
  agentType: string,
  agent: string,
): string =>
  Object.hasOwn(agents, agentType)
    ? drawModelGroup(agents[agentType]?.model ?? DEFAULT_MODEL_GROUP, seed, agent)
    : DEFAULT_MODEL_GROUP;
