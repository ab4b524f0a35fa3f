import { forkRun } from "@/lib/services/forks/fork-run";
import { listForks } from "@/lib/services/forks/list-forks";
import { intervene } from "@/lib/services/interventions/intervene";
import { listInterventions } from "@/lib/services/interventions/list-interventions";
import { interviewAgent } from "@/lib/services/interviews/interview-agent";
import { listInterviews, readInterview } from "@/lib/services/interviews/read-interview";
import type { Resources } from "../resources";
import { bind } from "./bind";

/** Services that act on a run outside its schedule: interventions, interviews and forks. */
export function bindInteractions(resources: Resources) {
  const { members, runs, scenarios, endpoints, secrets } = resources;
  const { forks, decisions, worlds, population, queue, interventions, interviews } = resources;
  const { ledger, pool, budgets, budgetLeases, record, fingerprint, outcomes } = resources;
  const reading = { members, runs, scenarios };
  return {
    listForks: bind(listForks, { members, runs, forks }),
    forkRun: bind(forkRun, {
      ...reading,
      ...{ forks, decisions, worlds, population, endpoints },
      ...{ queue, ledger, interventions },
    }),
    listInterventions: bind(listInterventions, { ...reading, interventions }),
    intervene: bind(intervene, { ...reading, interventions }),
    listInterviews: bind(listInterviews, { ...reading, interviews, population }),
    readInterview: bind(readInterview, { ...reading, interviews }),
    interviewAgent: bind(interviewAgent, {
      ...reading,
      ...{ interviews, worlds, ledger },
      ...{ endpoints, secrets, pool, budgets, budgetLeases, record, fingerprint, outcomes },
    }),
  };
}
