import type { Simulation } from "@/lib/engine";
import { runCooperatively } from "../concurrency/run-cooperatively";
import type { RunRecord } from "../runs/ports";
import type { WorldLedger } from "./ports";

/** A world that is kept, and who waits for it: one at a time brings it up to date. */
export type CachedWorld = { readonly simulation: Simulation; turn: Promise<unknown> };

/**
 * Brings a replica to the run's version with what was committed meanwhile; one that is further
 * already stays as it is.
 */
export async function catchUp(
  ledger: WorldLedger,
  simulation: Simulation,
  run: RunRecord,
): Promise<void> {
  const from = simulation.version;
  // Somebody commits on it, or it was left half-way: it is no replica to catch up.
  if (from >= run.version || simulation.isChanging) return;
  const loading = simulation.startLoading();
  for await (const changes of ledger.changes(run.key, from, run.version)) {
    // Somebody has committed on it meanwhile: these changes are not those that it lacks.
    if (simulation.version !== from) return;
    await runCooperatively(loading.apply(changes));
  }
  if (simulation.version === from)
    await runCooperatively(
      loading.finish({ version: run.version, digest: run.digest, stopped: run.stopReason }),
    );
}
