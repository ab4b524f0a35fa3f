import type { EndpointStore, SecretBox } from "../../endpoints/ports";
import type { InterventionStore } from "../../interventions/ports";
import type { ModelPool } from "../../models/ports";
import type { RunControl, RunLeases, RunLedger, RunQueue, RunStore } from "../ports";
import type { Replicas } from "./replicas";

/** Everything the execution of runs needs. */
export type ExecutionPorts = {
  readonly runs: RunStore;
  readonly ledger: RunLedger;
  readonly interventions: Pick<InterventionStore, "pending" | "fail">;
  readonly queue: RunQueue;
  readonly leases: RunLeases;
  readonly control: RunControl;
  readonly pool: ModelPool;
  readonly endpoints: EndpointStore;
  readonly secrets: SecretBox;
  readonly replicas: Replicas;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
};
