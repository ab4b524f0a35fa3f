import { type PopulationModel, type Scenario, DEFAULT_MODEL_GROUP } from "@/lib/domain/scenario";
import { drawsFor } from "../random";

/** The name of these draws; no phase can have it, because names begin with a letter. */
const DRAW_SCOPE = "$model";

/**
 * Draws the model group of an agent for the whole run. The draw is separate, so that a mixture
 * changes no other draw, and neither load nor order nor other agents change a group.
 *
 * Each group draws an exponential waiting time with its weight as rate, and the first one wins:
 * probabilities are proportional to the weights. Of two runs with the same seed, only those agents
 * differ that join a group with a higher weight or leave one with a lower weight. (Weighted
 * rendezvous hashing: Schindelhauer & Schomaker, 2005, "Weighted distributed hash tables", SPAA
 * '05.)
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

/** Returns the model group of an agent of a scenario; other rows belong to the default group. */
export const modelGroupOf = (
  { agents }: Pick<Scenario, "agents">,
  seed: number,
  agentType: string,
  agent: string,
): string =>
  Object.hasOwn(agents, agentType)
    ? drawModelGroup(agents[agentType]?.model ?? DEFAULT_MODEL_GROUP, seed, agent)
    : DEFAULT_MODEL_GROUP;
