import { getAnswerForm, getDecision } from "@/lib/services/decisions/get-decision";
import { listDecisions } from "@/lib/services/decisions/list-decisions";
import { replayRun } from "@/lib/services/execution/replay-run";
import { exportRun } from "@/lib/services/exports/export-run";
import { countFaults } from "@/lib/services/faults/count-faults";
import { getNetwork } from "@/lib/services/networks/get-network";
import { describePopulation } from "@/lib/services/population/describe-population";
import { listAgents } from "@/lib/services/population/list-agents";
import { saveReview } from "@/lib/services/reviews/save-review";
import { commandRun } from "@/lib/services/runs/command-run";
import { getRun } from "@/lib/services/runs/get-run";
import { listMeasures } from "@/lib/services/runs/list-measures";
import { watchRun } from "@/lib/services/runs/watch-run";
import type { Resources } from "../resources";
import { bind } from "./bind";

/** Services that read and control runs. */
export function bindRuns(resources: Resources) {
  const { members, runs, scenarios, endpoints, clock, measures, feeds } = resources;
  const { decisions, reviews, worlds, polls, exports, faults, programVersion } = resources;
  const { downloads, streams, accessChecks } = resources;
  const { population, networks, pictureCache } = resources;
  const { queue, ledger, interventions, replays } = resources;
  const reading = { members, runs, scenarios };
  return {
    getRun: bind(getRun, { ...reading, endpoints, clock }),
    commandRun: bind(commandRun, { members, runs, queue, ledger, interventions }),
    listMeasures: bind(listMeasures, { ...reading, measures }),
    watchRun: bind(watchRun, { members, runs, feeds, streams, accessChecks, clock }),
    replayRun: bind(replayRun, { members, runs, replays }),
    countFaults: bind(countFaults, { ...reading, faults, population }),

    listDecisions: bind(listDecisions, { ...reading, decisions, population }),
    getDecision: bind(getDecision, { ...reading, decisions, population }),
    getAnswerForm: bind(getAnswerForm, { ...reading, decisions, worlds }),
    saveReview: bind(saveReview, { ...reading, decisions, reviews, worlds }),
    exportRun: bind(exportRun, {
      ...reading,
      exports,
      polls,
      interventions,
      programVersion,
      downloads,
    }),

    describePopulation: bind(describePopulation, reading),
    listAgents: bind(listAgents, { ...reading, population }),
    getNetwork: bind(getNetwork, { ...reading, networks, population, pictureCache }),
  };
}
