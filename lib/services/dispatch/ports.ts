import type { LiveIntervention } from "@/lib/engine";
import type { JobQueue } from "../jobs/ports";

/** Ports that decide how a step is dispatched. */
export type DispatchPorts = {
  readonly queue: Pick<JobQueue, "enqueueFlow">;
  readonly ledger: {
    /** Whether any decision of the step at this version is recorded. */
    hasDecisions(run: number, version: number): Promise<boolean>;
  };
  readonly interventions: {
    /** Pending ones, in order of number. */
    pending(run: number): Promise<LiveIntervention[]>;
  };
};

/** A run at its current step. */
export type DispatchedRun = {
  readonly id: string;
  readonly key: number;
  readonly version: number;
  readonly epoch: number;
  /** Number of decisions of the step. */
  readonly stepPlanned: number;
};
