import { availableParallelism } from "node:os";
import { join } from "node:path";
import { openThreadPool } from "@/lib/adapters/threads/thread-pool";
import { computeHere } from "@/lib/services/computation/compute-here";
import type { Computation } from "@/lib/services/computation/ports";

/** The module that every thread runs, from the folder of the program. */
const ENTRY = "lib/container/computation-thread.ts";
/** Several people's heavy documents at once, on small machines too. */
const MIN_THREADS = 3;
const MAX_THREADS = 8;
/** A data table of the largest size fits. */
const MEMORY_MIB = 1_024;

/**
 * Computations of the app run in threads, so that no page waits for them; other programs serve one
 * purpose at a time and compute in their own.
 */
export function openComputation(program: string): Computation & { close(): Promise<void> } {
  if (program !== "app") return { ...computeHere, close: async () => undefined };
  return openThreadPool({
    entry: join(process.cwd(), ENTRY),
    threads: Math.min(MAX_THREADS, Math.max(MIN_THREADS, availableParallelism())),
    memoryMiB: MEMORY_MIB,
  });
}
