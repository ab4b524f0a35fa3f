export { formatFaults, HEALTH_LABELS } from "./health-labels";
export { NoWorkerAlert } from "./no-worker-alert";
export { ProcessSection } from "./process-section";
export { ProcessTable } from "./process-table";
export { useLivePool } from "./use-live-pool";
