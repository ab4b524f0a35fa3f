import type { BudgetStore } from "../../budget/ports";
import type { Wallets } from "../../budget/wallet";
import type { EndpointStore, SecretBox } from "../../endpoints/ports";
import type { InterventionStore } from "../../interventions/ports";
import type { JobQueue } from "../../jobs/ports";
import type { ModelPool } from "../../models/ports";
import type { Fingerprint, RecordStore } from "../../record/ports";
import type { Clock, RunControl, RunLeases, RunLedger, RunStore } from "../ports";
import type { Replicas } from "./replicas";

/** Everything the execution of runs needs. */
export type ExecutionPorts = {
  readonly runs: RunStore;
  readonly ledger: RunLedger;
  readonly interventions: Pick<InterventionStore, "pending" | "fail">;
  readonly queue: JobQueue;
  readonly leases: RunLeases;
  readonly control: RunControl;
  readonly pool: ModelPool;
  readonly endpoints: EndpointStore;
  readonly secrets: SecretBox;
  readonly replicas: Replicas;
  readonly budgets: BudgetStore;
  /** What this process holds of budgets. */
  readonly wallets: Wallets;
  readonly record: RecordStore;
  readonly fingerprint: Fingerprint;
  readonly clock: Clock;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
};
