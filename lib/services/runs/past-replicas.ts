import type { Simulation } from "@/lib/engine";
import { catchUp } from "./catch-up";
import { Kept } from "./kept";
import type { RunLedger, RunRecord } from "./ports";
import { openReplica, type ScenarioVersions } from "./scenario-versions";

/** Worlds of the past kept in one process: a reviewer walks through one step at a time. */
const MOST_PAST = 2;

/** A run's world as it stood when a step began, rebuilt from the ledger: what an agent could see and answer then. */
export class PastReplicas {
  private readonly worlds = new Kept<Simulation>(MOST_PAST);

  constructor(private readonly ports: { readonly scenarios: ScenarioVersions; readonly ledger: Pick<RunLedger, "changes"> }) {}

  at(run: RunRecord, version: number): Promise<Simulation> {
    return this.worlds.of(`${run.id}/${version}`, () => this.rebuild(run, version));
  }

  private async rebuild(run: RunRecord, version: number): Promise<Simulation> {
    const simulation = await openReplica(this.ports.scenarios, run);
    // What the step after it was stopped by does not matter here.
    await catchUp(this.ports.ledger, simulation, { ...run, version, digest: null, stopReason: null });
    return simulation;
  }
}
