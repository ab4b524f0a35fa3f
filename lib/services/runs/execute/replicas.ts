import type { Simulation } from "@/lib/engine";
import type { RunLedger, RunRecord } from "../ports";
import { type BeginningPorts, openBeginning, openReplica } from "../scenario-versions";

/** Replicas kept in one process; the least recently used goes first. */
const MOST_REPLICAS = 8;

type Entry = { readonly simulation: Simulation; turn: Promise<unknown> };

/**
 * The worlds this process holds, one per run, caught up from the ledger when a step needs them.
 * A replica that failed half-way must be dropped.
 */
export class Replicas {
  private readonly entries = new Map<string, Promise<Entry>>();

  constructor(private readonly ports: BeginningPorts & { readonly ledger: RunLedger }) {}

  /** The replica of a run at the run's version. */
  async at(run: RunRecord): Promise<Simulation> {
    const entry = await this.entry(run);
    const ready = entry.turn.then(() => this.catchUp(entry.simulation, run));
    entry.turn = ready.catch(() => this.drop(run.id));
    await ready;
    if (entry.simulation.version === run.version) return entry.simulation;
    // Somebody else in this process has moved on; whoever asked is late and starts over from the ledger.
    this.drop(run.id);
    return this.at(run);
  }

  drop(runId: string): void {
    this.entries.delete(runId);
  }

  private entry(run: RunRecord): Promise<Entry> {
    const known = this.entries.get(run.id);
    this.entries.delete(run.id);
    const entry = known ?? this.open(run);
    this.entries.set(run.id, entry);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MOST_REPLICAS) break;
      this.entries.delete(oldest);
    }
    return entry;
  }

  private async open(run: RunRecord): Promise<Entry> {
    try {
      const simulation = await (run.version === 0 ? openBeginning(this.ports, run) : openReplica(this.ports.scenarios, run));
      return { simulation, turn: Promise.resolve() };
    } catch (error) {
      this.drop(run.id);
      throw error;
    }
  }

  private async catchUp(simulation: Simulation, run: RunRecord): Promise<void> {
    if (simulation.version >= run.version) return;
    const changes = await this.ports.ledger.changes(run.key, simulation.version, run.version);
    simulation.load(changes, { version: run.version, digest: run.digest, stopped: run.stopReason });
  }
}
