import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { Effect } from "@/lib/domain/scenario";
import type { LiveIntervention } from "@/lib/engine";
import type { RunScenarioPorts } from "../runs/ports";
import type { AppliedInterventions } from "../worlds/ports";

/** A live intervention as stored. */
export type StoredIntervention = LiveIntervention & {
  readonly id: string;
  /**
   * The version at which it was applied (that of the world before it), and the round; null while it
   * is pending, or when it failed.
   */
  readonly version: number | null;
  readonly round: number | null;
  readonly problem: string | null;
  /** Name of the person who requested it. */
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
};

export type NewIntervention = {
  readonly label: string;
  readonly effects: readonly Effect[];
  readonly createdById: string | null;
};

/** Live interventions. `RunLedger.commit` stores with a commit that one was applied. */
export interface InterventionStore extends AppliedInterventions {
  /** In order of number. */
  list(run: number): Promise<StoredIntervention[]>;
  /** Pending ones, in order of number. */
  pending(run: number): Promise<LiveIntervention[]>;
  /**
   * Adds one with the run's next number; notifies those who watch the run. Null when the run is
   * over.
   */
  add(
    run: { readonly id: string; readonly key: number },
    intervention: NewIntervention,
    audit: AuditEntry,
  ): Promise<StoredIntervention | null>;
  /** Marks one as not applicable; the run continues without it. */
  fail(
    run: { readonly id: string; readonly key: number },
    number: number,
    problem: string,
  ): Promise<void>;
}

export type InterventionPorts = RunScenarioPorts & {
  readonly interventions: InterventionStore;
};
