export { RunFiles } from "./run-files";
export { RunFrame } from "./run-frame";
export { RunOverview } from "./run-overview";
