import type { Simulation } from "@/lib/engine";
import type { RunLedger, RunRecord } from "./ports";
import { openReplica, type ScenarioVersions } from "./scenario-versions";

/** Worlds kept in one process; the least recently used goes first. */
const MOST_WORLDS = 3;

type Entry = { readonly simulation: Simulation; turn: Promise<void> };

/**
 * The worlds of runs as they are now, for those who look in from outside: kept from one look to the next, and caught up
 * with what was committed meanwhile. Nothing is ever committed on them.
 */
export class LatestReplicas {
  private readonly entries = new Map<string, Promise<Entry>>();

  constructor(private readonly ports: { readonly scenarios: ScenarioVersions; readonly ledger: Pick<RunLedger, "changes"> }) {}

  /** What `see` finds in the world at the run's version, or at a later one that somebody else has seen. It must not wait. */
  async look<Seen>(run: RunRecord, see: (simulation: Simulation) => Seen): Promise<Seen> {
    const entry = await this.entry(run);
    const ready = entry.turn.then(() => this.catchUp(entry.simulation, run));
    entry.turn = ready.catch(() => void this.entries.delete(run.id));
    await ready;
    return see(entry.simulation);
  }

  private entry(run: RunRecord): Promise<Entry> {
    const known = this.entries.get(run.id);
    this.entries.delete(run.id);
    const entry = known ?? this.open(run);
    this.entries.set(run.id, entry);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MOST_WORLDS) break;
      this.entries.delete(oldest);
    }
    return entry;
  }

  private async open(run: RunRecord): Promise<Entry> {
    try {
      return { simulation: await openReplica(this.ports.scenarios, run), turn: Promise.resolve() };
    } catch (error) {
      this.entries.delete(run.id);
      throw error;
    }
  }

  private async catchUp(simulation: Simulation, run: RunRecord): Promise<void> {
    if (simulation.version >= run.version) return;
    const changes = await this.ports.ledger.changes(run.key, simulation.version, run.version);
    simulation.load(changes, { version: run.version, digest: run.digest, stopped: run.stopReason });
  }
}
