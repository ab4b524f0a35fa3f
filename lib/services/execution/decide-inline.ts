import type { RunRecord } from "../runs/ports";
import { modelsOf } from "./resolve-models";
import type { ExecutionPorts } from "./ports";
import { FEW, LARGEST_SHARD } from "../dispatch/shards";

/** More decisions than this are handed out where there are other processes: together they write the prompts sooner. */
const MOST_AMONG_OTHERS = 250;

/**
 * Whether the process that advances a run makes the decisions of its next step itself: when all their calls can be under way
 * in it at once, as it takes a part of what the endpoints take. Handing them out would only make them later.
 */
export async function decidedHere(
  ports: Pick<ExecutionPorts, "endpoints" | "secrets" | "pool">,
  run: RunRecord,
  decisions: number,
): Promise<boolean> {
  if (decisions <= FEW) return true;
  const processes = ports.pool.processes();
  if (decisions > (processes === 1 ? LARGEST_SHARD : MOST_AMONG_OTHERS)) return false;
  if (run.record === "only") return true;
  // Where nobody answers, whoever is handed them will find that out, and pause the run.
  const models = await modelsOf(ports, run).catch(() => undefined);
  return models !== undefined && decisions * processes <= models.concurrency;
}
