import type { RunRecord } from "../runs/ports";
import type { ModelPool } from "../models/ports";
import { resolveModels, type ResolveModelsPorts } from "./resolve-models";
import { INLINE_LIMIT, MAX_SHARD } from "../dispatch/shards";

export type InlinePorts = ResolveModelsPorts & { readonly pool: Pick<ModelPool, "processes"> };

/**
 * With other processes, more decisions than this are dispatched: together they write the prompts
 * sooner.
 */
const SHARED_INLINE_LIMIT = 250;

/**
 * Whether the process that advances a run makes the decisions of its next step itself: when its
 * share of the endpoints takes all their calls at once. Dispatching them would only delay them.
 */
export async function shouldDecideInline(
  ports: InlinePorts,
  run: RunRecord,
  decisions: number,
): Promise<boolean> {
  if (decisions <= INLINE_LIMIT) return true;
  const processes = ports.pool.processes();
  if (decisions > (processes === 1 ? MAX_SHARD : SHARED_INLINE_LIMIT)) return false;
  if (run.record === "only") return true;
  // Without a model, the dispatched shards find that out and pause the run.
  const models = await resolveModels(ports, run).catch(() => undefined);
  return models !== undefined && decisions * processes <= models.concurrency;
}
