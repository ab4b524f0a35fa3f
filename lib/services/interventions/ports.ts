import type { AuditEntry } from "../audit/ports";
import type { Effect } from "@/lib/domain/scenario";
import type { LiveIntervention } from "@/lib/engine";
import type { RunScenarioPorts } from "../runs/ports";

/** A live intervention as stored. */
export type StoredIntervention = LiveIntervention & {
  readonly id: string;
  /**
   * The version it was applied at (that of the world before it), and the round; null while it
   * waits, or when it failed.
   */
  readonly version: number | null;
  readonly round: number | null;
  readonly problem: string | null;
  /** The name of who asked for it. */
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
};

export type NewIntervention = {
  readonly label: string;
  readonly effects: readonly Effect[];
  readonly createdById: string | null;
};

/** Live interventions. That one was applied is stored with its commit (`RunLedger.commit`). */
export interface InterventionStore {
  /** In order of number. */
  list(run: number): Promise<StoredIntervention[]>;
  /** Those that wait to be applied, in order of number. */
  pending(run: number): Promise<LiveIntervention[]>;
  /** Those that are part of the run, by the version they were applied at: what a replay needs. */
  applied(run: number): Promise<Map<number, LiveIntervention>>;
  /** Gives it the run's next number; wakes whoever watches the run. Null when the run is over. */
  add(
    run: { readonly id: string; readonly key: number },
    intervention: NewIntervention,
    audit: AuditEntry,
  ): Promise<StoredIntervention | null>;
  /** It could not be applied; the run goes on without it. */
  fail(
    run: { readonly id: string; readonly key: number },
    number: number,
    problem: string,
  ): Promise<void>;
}

export type InterventionPorts = RunScenarioPorts & {
  readonly interventions: InterventionStore;
};
