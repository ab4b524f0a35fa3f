export { Moment } from "./moment";
export { ParameterValue } from "./run-facts";
export { RunFiles } from "./run-files";
export { RunFrame } from "./run-frame";
export { RunOverview } from "./run-overview";
export { RunStatusDot } from "./run-status-dot";
export { isLive, RUN_STATUS, runLabel, shareOfRuns, statusOfRuns } from "./status";
export { readStudyName } from "./study-name";
export { useRun } from "./use-run";
