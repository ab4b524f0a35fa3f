import { availableParallelism } from "node:os";
import { join } from "node:path";
import { getHeapStatistics } from "node:v8";
import { openThreadPool } from "@/lib/adapters/threads/thread-pool";
import { computeHere } from "@/lib/services/computation/compute-here";
import type { Computation } from "@/lib/services/computation/ports";
import type { WorldComputation } from "@/lib/services/worlds/world-tasks";

/** The module that every thread runs, from the folder of the program. */
const ENTRY = "lib/container/computation-thread.ts";
/** Several people's heavy documents at once, on small machines too. */
const MIN_THREADS = 3;
const MAX_THREADS = 8;
/** A data table of the largest size fits. */
const MEMORY_MIB = 1_024;

/** The module of the threads that hold worlds. */
const WORLDS_ENTRY = "lib/container/world-thread.ts";
/** As many people's slow looks at a world at once. */
const WORLD_THREADS = 3;
/** Interviews of many agents may be begun at once. */
const MAX_WAITING_LOOKS = 200;
const MIB = 2 ** 20;

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

/**
 * The worlds that people of the app look at, in threads of their own; undefined for other programs,
 * which look in their own.
 */
export function openWorldThreads(
  program: string,
  databaseUrl: string,
): (WorldComputation & { close(): Promise<void> }) | undefined {
  if (program !== "app") return undefined;
  const pool = openThreadPool({
    entry: join(process.cwd(), WORLDS_ENTRY),
    threads: WORLD_THREADS,
    memoryMiB: Math.floor(getHeapStatistics().heap_size_limit / MIB),
    maxWaiting: MAX_WAITING_LOOKS,
    settings: { databaseUrl },
  });
  return {
    run: (task, input, owner) => pool.run(task, input, { ...owner, place: input.run.id }),
    close: () => pool.close(),
  };
}
