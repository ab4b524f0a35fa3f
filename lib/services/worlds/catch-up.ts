import type { Simulation } from "@/lib/engine";
import { runCooperatively } from "../concurrency/run-cooperatively";
import type { RunRecord } from "../runs/ports";
import type { WorldLedger } from "./ports";

/** A cached world and its queue: one caller at a time brings it up to date. */
export type CachedWorld = { readonly simulation: Simulation; turn: Promise<unknown> };

/**
 * Brings a replica to the run's version with the committed changes; one that is further already
 * stays as it is.
 */
export async function catchUp(
  ledger: WorldLedger,
  simulation: Simulation,
  run: RunRecord,
): Promise<void> {
  const from = simulation.version;
  // A commit is in progress on it, or was interrupted: it is no replica to catch up.
  if (from >= run.version || simulation.isChanging) return;
  const loading = simulation.startLoading();
  for await (const changes of ledger.changes(run.key, from, run.version)) {
    // Another commit has advanced it meanwhile: these changes no longer apply.
    if (simulation.version !== from) return;
    await runCooperatively(loading.apply(changes));
  }
  if (simulation.version === from)
    await runCooperatively(
      loading.finish({ version: run.version, digest: run.digest, stopped: run.stopReason }),
    );
}
