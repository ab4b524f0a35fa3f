import type { Simulation } from "@/lib/engine";
import type { RunLedger, RunRecord } from "./ports";

/** A world that is kept, and who waits for it: one at a time brings it up to date. */
export type KeptWorld = { readonly simulation: Simulation; turn: Promise<unknown> };

/** Brings a replica to the run's version with what was committed meanwhile; one that is further already stays as it is. */
export async function catchUp(ledger: Pick<RunLedger, "changes">, simulation: Simulation, run: RunRecord): Promise<void> {
  const from = simulation.version;
  if (from >= run.version) return;
  const changes = await ledger.changes(run.key, from, run.version);
  // Somebody has committed on it meanwhile: these changes are not those that it lacks.
  if (simulation.version !== from) return;
  simulation.load(changes, { version: run.version, digest: run.digest, stopped: run.stopReason });
}
