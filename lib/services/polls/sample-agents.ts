import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { pollSample } from "@/lib/contracts/polls";
import { drawsFor, sampleWithoutReplacement, ScenarioError, type Simulation } from "@/lib/engine";

/**
 * Returns the ids of the agents in a sample, as of now: in order of ordinal, random ones in the
 * order of the draw. A larger random sample with the same seed begins with the smaller one.
 * @throws AppError invalid for agents that do not exist, and for an invalid expression
 */
export function sampleAgents(
  simulation: Simulation,
  {
    runSeed,
    agentType,
    sample,
  }: {
    readonly runSeed: number;
    readonly agentType: string;
    readonly sample: z.output<typeof pollSample>;
  },
): string[] {
  const allIds = simulation.world.rows(agentType).map(({ id }) => id);
  switch (sample.kind) {
    case "all":
      return allIds;
    case "random":
      return sampleWithoutReplacement(allIds, sample.size, {
        draws: drawsFor(runSeed, 0, "poll", agentType),
        name: `sample ${sample.seed}`,
      });
    case "where":
      return filterAgents(simulation, agentType, sample.where);
    case "agents":
      return requireAgents(simulation, agentType, sample.agents);
  }
}

function filterAgents(simulation: Simulation, agentType: string, where: string): string[] {
  try {
    return simulation.agentsWhere(agentType, where);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new AppError(
      "invalid",
      "The expression that selects agents is not valid.",
      error.problems.map((problem) => ({ ...problem, pointer: `/sample${problem.pointer}` })),
    );
  }
}

function requireAgents(
  simulation: Simulation,
  agentType: string,
  agents: readonly string[],
): string[] {
  const problems = agents.flatMap((id, index) =>
    simulation.world.get(agentType, id)
      ? []
      : [{ pointer: `/sample/agents/${index}`, message: `no ${agentType} “${id}” exists now` }],
  );
  if (problems.length > 0)
    throw new AppError("invalid", "Some of the agents do not exist.", problems);
  return [...new Set(agents)];
}
