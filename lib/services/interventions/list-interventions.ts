import type { LiveIntervention } from "@/lib/contracts/interventions";
import type { Actor } from "@/lib/domain/access";
import type { RunStatus } from "@/lib/domain/run";
import { findRun } from "../runs/find-run";
import type { InterventionPorts, StoredIntervention } from "./ports";

/**
 * Lists the live interventions of a run, in the order of their requests, with their outcomes.
 * @throws AppError notFound
 */
export async function listInterventions(
  ports: InterventionPorts,
  actor: Actor,
  runId: string,
): Promise<LiveIntervention[]> {
  const run = await findRun(ports, actor, runId, "read");
  return (await ports.interventions.list(run.key)).map((one) => toIntervention(one, run.status));
}

const ENDED_BEFORE_APPLIED = "The run ended before it could be applied.";

/** Converts a stored intervention; one still pending when its run is over has failed. */
export function toIntervention(stored: StoredIntervention, status: RunStatus): LiveIntervention {
  const { version, createdAt, appliedAt, effects, ...rest } = stored;
  const isOver = status === "completed" || status === "cancelled";
  const problem = stored.problem ?? (version === null && isOver ? ENDED_BEFORE_APPLIED : null);
  return {
    ...rest,
    version,
    problem,
    effects: [...effects],
    status: version !== null ? "applied" : problem !== null ? "failed" : "pending",
    createdAt: createdAt.toISOString(),
    appliedAt: appliedAt?.toISOString() ?? null,
  };
}
