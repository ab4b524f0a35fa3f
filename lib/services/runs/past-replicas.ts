import type { Simulation } from "@/lib/engine";
import type { RunLedger, RunRecord } from "./ports";
import { openReplica, type ScenarioVersions } from "./scenario-versions";

/** Worlds of the past kept in one process: a reviewer walks through one step at a time. */
const MOST_PAST = 2;

/** A run's world as it stood when a step began, rebuilt from the ledger: what an agent could see and answer then. */
export class PastReplicas {
  private readonly worlds = new Map<string, Promise<Simulation>>();

  constructor(private readonly ports: { readonly scenarios: ScenarioVersions; readonly ledger: Pick<RunLedger, "changes"> }) {}

  at(run: RunRecord, version: number): Promise<Simulation> {
    const key = `${run.id}/${version}`;
    const known = this.worlds.get(key);
    if (known) return known;
    const world = this.rebuild(run, version);
    this.worlds.set(key, world);
    world.catch(() => this.worlds.delete(key));
    for (const oldest of this.worlds.keys()) {
      if (this.worlds.size <= MOST_PAST) break;
      this.worlds.delete(oldest);
    }
    return world;
  }

  private async rebuild(run: RunRecord, version: number): Promise<Simulation> {
    const simulation = await openReplica(this.ports.scenarios, run);
    const changes = await this.ports.ledger.changes(run.key, 0, version);
    simulation.load(changes, { version, digest: null });
    return simulation;
  }
}
