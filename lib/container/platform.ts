// Entry point for programs that start services or join running ones: the supervisor, the command
// line, benchmarks.
export { isAlive } from "@/lib/adapters/process/process-identity";
export { freePort, probePort } from "@/lib/adapters/process/free-port";
export { assertDataFolderFree } from "./platform/data-folder-lock";
export { environmentOf } from "./platform/environment";
export { findInstance } from "./platform/instance";
export type { DatabaseEvent } from "./platform/supervised-postgres";
export { prepareDatabase } from "./platform/prepare-database";
export { WORKER_NODE_OPTIONS } from "./platform/worker-options";
export { openPlatform, type Platform } from "./platform/platform";
