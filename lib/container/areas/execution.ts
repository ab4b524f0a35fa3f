import { commitStep } from "@/lib/services/execution/commit-step";
import { decideShard } from "@/lib/services/execution/decide-shard";
import { failRunUnexpectedly } from "@/lib/services/execution/stop-run";
import { recoverRuns } from "@/lib/services/execution/recover-runs";
import { resumeWaitingRuns } from "@/lib/services/execution/resume-waiting-runs";
import type { Resources } from "../resources";
import { bind } from "./bind";

/** Services that workers use to advance runs. */
export function bindExecution(resources: Resources) {
  const { runs, scenarios, ledger, replicas, control, leases, queue, clock, log } = resources;
  const { endpoints, secrets, pool, budgets, budgetLeases, record, fingerprint } = resources;
  const { interventions, outcomes } = resources;
  const calling = {
    ...{ endpoints, secrets, pool, budgets, budgetLeases, record, fingerprint },
    outcomes,
  };
  const deciding = { runs, ledger, replicas, control, clock, log, ...calling };
  const dispatching = { queue, ledger, interventions };
  return {
    decideShard: bind(decideShard, deciding),
    commitStep: bind(commitStep, { ...deciding, ...dispatching, leases }),
    recoverRuns: bind(recoverRuns, { runs, leases, log, ...dispatching }),
    resumeWaitingRuns: bind(resumeWaitingRuns, {
      ...{ runs, scenarios, endpoints, secrets, pool, clock, log },
      ...dispatching,
    }),
    failRun: bind(failRunUnexpectedly, { runs, log }),
  };
}
