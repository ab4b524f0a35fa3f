export { idsProblem, readAgentIds } from "./agent-ids";
export { FieldsSkeleton } from "./fields-skeleton";
export { FormFailure } from "./form-failure";
export { profileLine } from "./profile-line";
export { RunStatusDot } from "./run-status-dot";
export { isFinal, isLive, RUN_STATUS, runLabel, shareOfRuns, statusOfRuns } from "./status";
export { readStudyName } from "./study-name";
export { useAgents, usePopulation } from "./use-population";
export { runPath, useMeasures, useRun } from "./use-run";
