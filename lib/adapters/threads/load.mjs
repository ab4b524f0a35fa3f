// The beginning of every thread: plain JavaScript, because a thread does not inherit what lets its
// program run TypeScript.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.entry);
