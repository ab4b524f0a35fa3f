export { agentIdsProblem, parseAgentIds } from "./agent-ids";
export { FieldsSkeleton } from "./fields-skeleton";
export { FormFailure } from "./form-failure";
export { formatProfile } from "./format-profile";
export { RunStatusDot } from "./run-status-dot";
export { isFinal, isLive, RUN_STATUS, runLabel, combinedShare, combinedStatus } from "./status";
export { parseStudyName } from "./study-name";
export { useAgents, usePopulation } from "./use-population";
export { runApiPath, useMeasures, useRun } from "./use-run";
