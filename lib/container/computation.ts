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
/** As many people's replays at once: each holds a world. The others wait. */
const REPLAY_THREADS = 2;
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

/** Threads of their own for what people of the app look at in worlds, and for replays. */
export type WorldThreads = {
  readonly looks: WorldComputation;
  readonly replays: WorldComputation;
  close(): Promise<void>;
};

/** Undefined for programs other than the app, which compute on worlds in their own thread. */
export function openWorldThreads(program: string, databaseUrl: string): WorldThreads | undefined {
  if (program !== "app") return undefined;
  const settings = {
    entry: join(process.cwd(), WORLDS_ENTRY),
    memoryMiB: Math.floor(getHeapStatistics().heap_size_limit / MIB),
    settings: { databaseUrl },
  };
  const looks = openThreadPool({
    ...settings,
    threads: WORLD_THREADS,
    maxWaiting: MAX_WAITING_LOOKS,
  });
  const replays = openThreadPool({ ...settings, threads: REPLAY_THREADS });
  return {
    looks: {
      run: (task, input, owner) => looks.run(task, input, { ...owner, place: input.run.id }),
    },
    replays: { run: (task, input, owner) => replays.run(task, input, owner) },
    close: async () => void (await Promise.all([looks.close(), replays.close()])),
  };
}
