import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { AgentList, agentQuery } from "@/lib/contracts/cast";
import type { Actor } from "@/lib/domain/access";
import type { Row } from "@/lib/engine";
import { findRun } from "../runs/find-run";
import type { LatestReplicas } from "../runs/latest-replicas";
import type { ReadPorts } from "../runs/read-ports";

export type CastPorts = Pick<ReadPorts, "runs" | "members" | "scenarios"> & { readonly latest: LatestReplicas };

/**
 * The agents of one type that fit a search, as they are now. Nobody before the set-up is done.
 * @throws AppError notFound; invalid for a type the scenario does not have
 */
export async function listAgents(ports: CastPorts, actor: Actor, runId: string, { type, search, limit }: z.output<typeof agentQuery>): Promise<AgentList> {
  const run = await findRun(ports, actor, runId, "read");
  const { scenario } = await ports.scenarios.of(run.scenarioVersionId);
  if (!Object.hasOwn(scenario.agents, type)) throw new AppError("invalid", "The scenario has no such agent type.", [{ pointer: "/type", message: `there is no agent type “${type}”` }]);
  return ports.latest.look(run, (simulation) => {
    const rows = simulation.world.rows(type);
    const found = search === undefined || search === "" ? rows : rows.filter(fits(type, search));
    return {
      agents: found.slice(0, limit).map(({ id, ...values }) => ({ id, values })),
      total: found.length,
      round: simulation.step()?.round ?? run.round,
    };
  });
}

/** By id, whole or its beginning; by ordinal; or by a text in any attribute. */
function fits(type: string, search: string): (row: Row) => boolean {
  const wanted = search.toLowerCase();
  const id = /^\d+$/.test(search) ? `${type}-${search}`.toLowerCase() : wanted;
  const byId = id.startsWith(`${type}-`.toLowerCase());
  return (row) => {
    if (byId) return row.id.toLowerCase().startsWith(id);
    return Object.values(row).some((value) => typeof value === "string" && value.toLowerCase().includes(wanted));
  };
}
