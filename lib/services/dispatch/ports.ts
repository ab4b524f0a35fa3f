import type { LiveIntervention } from "@/lib/engine";
import type { JobQueue } from "../jobs/ports";

/** What decides how a step is dispatched. */
export type DispatchPorts = {
  readonly queue: Pick<JobQueue, "enqueueFlow">;
  readonly ledger: {
    /** Whether any decision of the step at this version is recorded. */
    hasDecisions(run: number, version: number): Promise<boolean>;
  };
  readonly interventions: {
    /** Those that wait to be applied, in order of number. */
    pending(run: number): Promise<LiveIntervention[]>;
  };
};

/** A run at a step. */
export type DispatchedRun = {
  readonly id: string;
  readonly key: number;
  readonly version: number;
  readonly epoch: number;
  /** Decisions of the step. */
  readonly stepPlanned: number;
};
