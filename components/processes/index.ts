export { faultWords, HEALTH } from "./health-words";
export { NoWorkerHint } from "./no-worker-hint";
export { ProcessSection } from "./process-section";
export { useLivePool } from "./use-live-pool";
