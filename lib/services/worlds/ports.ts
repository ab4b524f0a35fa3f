import type { DecisionOutcome } from "@/lib/domain/decision";
import type { LiveIntervention, RowChange } from "@/lib/engine";

/** The committed changes of worlds. */
export interface WorldLedger {
  /**
   * Returns the rows that changed in the steps `from` ≤ version < `before`, each as it was after
   * the last of these, table by table.
   */
  changes(run: number, from: number, before: number): AsyncIterable<readonly RowChange[]>;
}

/** The committed steps of runs, and the decisions of each. */
export interface StepLedger {
  /** Returns every committed step with its digest, in order. */
  steps(run: number): Promise<{ version: number; round: number; phase: string; digest: string }[]>;
  outcomes(run: number, version: number): Promise<DecisionOutcome[]>;
}

export interface AppliedInterventions {
  /** By the version at which they were applied: what a replay needs. */
  applied(run: number): Promise<Map<number, LiveIntervention>>;
}

/** The sizes of worlds. */
export interface WorldSizes {
  /**
   * Returns the number of rows ever created in all tables, which bounds the size of a replica, and
   * about how long they are as JSON.
   */
  extent(run: number): Promise<{ readonly rows: number; readonly characters: number }>;
}
