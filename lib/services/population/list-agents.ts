import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { AgentList, agentQuery } from "@/lib/contracts/population";
import type { Actor } from "@/lib/domain/access";
import { findRun } from "../runs/find-run";
import type { RunScenarioPorts } from "../runs/ports";
import type { PopulationStore, RowSearch } from "./ports";

export type PopulationPorts = RunScenarioPorts & {
  readonly population: PopulationStore;
};

/**
 * Lists the agents of one type that match a search, as they are now. Empty before the set-up.
 * @throws AppError notFound; invalid for a type the scenario does not have
 */
export async function listAgents(
  ports: PopulationPorts,
  actor: Actor,
  runId: string,
  { type, search, limit }: z.output<typeof agentQuery>,
): Promise<AgentList> {
  const run = await findRun(ports, actor, runId, "read");
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  if (!Object.hasOwn(scenario.agents, type))
    throw new AppError("invalid", "The scenario has no such agent type.", [
      { pointer: "/type", message: `no agent type is named “${type}”` },
    ]);
  const { rows, ...count } = await ports.population.find(
    run.key,
    type,
    parseSearch(type, search),
    limit,
  );
  return { agents: rows.map(({ id, values }) => ({ id, values })), ...count, round: run.round };
}

/** Parses a search by id or its prefix, by number, or for a text in any attribute. */
export function parseSearch(type: string, typed = ""): RowSearch {
  const wanted = typed.trim();
  if (wanted === "") return null;
  const prefix = `${type}-`.toLowerCase();
  const digits = wanted.toLowerCase().startsWith(prefix) ? wanted.slice(prefix.length) : wanted;
  if (digits === "") return null;
  return /^\d+$/.test(digits) ? { digits } : { text: wanted };
}
