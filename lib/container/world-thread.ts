import { workerData } from "node:worker_threads";
import { openDatabase } from "@/lib/adapters/db/database";
import { datasetStore } from "@/lib/adapters/db/dataset-store";
import { interventionStore } from "@/lib/adapters/db/intervention-store";
import { populationStore } from "@/lib/adapters/db/population-store";
import { runLedger } from "@/lib/adapters/db/run-ledger";
import { runStore } from "@/lib/adapters/db/run-store";
import { createLog } from "@/lib/adapters/log/log";
import { serveTasks } from "@/lib/adapters/threads/serve-tasks";
import { threadSettings } from "@/lib/adapters/threads/messages";
import type { OnProgress } from "@/lib/services/computation/ports";
import { untilAborted } from "@/lib/services/concurrency/until-aborted";
import { askedTask } from "@/lib/services/decisions/asked-task";
import { positionTask, roundsTask } from "@/lib/services/forks/fork-tasks";
import { replayTask } from "@/lib/services/execution/replay-task";
import {
  agentTypeTask,
  interviewNeedsTask,
  interviewRequestTask,
} from "@/lib/services/interviews/interview-tasks";
import { respondentsTask } from "@/lib/services/polls/select-respondents";
import { ScenarioVersions } from "@/lib/services/scenarios/scenario-versions";
import { openWorlds } from "./open-worlds";

// The worlds of runs that people look at, in a thread of their own with their own connections.
const { databaseUrl = "" } = threadSettings(workerData);
const database = openDatabase(databaseUrl, createLog("app worlds"));
const worlds = openWorlds({
  scenarios: new ScenarioVersions(runStore(database)),
  ledger: runLedger(database),
  sizes: populationStore(database),
  datasets: datasetStore(database),
  interventions: interventionStore(database),
});

const tasks = [
  askedTask,
  agentTypeTask,
  interviewNeedsTask,
  interviewRequestTask,
  respondentsTask,
  replayTask,
  roundsTask,
  positionTask,
] as const;

serveTasks(
  tasks.map((task) => ({
    ...task,
    // Whoever left is answered at once; the world goes on loading for the next one.
    run: (input: never, signal: AbortSignal, onProgress: OnProgress) =>
      untilAborted<unknown>(signal, task.run(worlds, input, signal, onProgress)),
  })),
);
