import pg from "pg";
import type { RunChanges, RunStore } from "@/lib/services/runs/ports";
import type { RunControl } from "@/lib/services/execution/ports";

const CHANNEL = "microcosm_run";
/** Delay before listening again after the connection was lost. */
const RECONNECT_DELAY_MS = 1_000;
/** How often a shard checks its run without a notification, in milliseconds. */
const POLL_INTERVAL_MS = 1_000;

/** Notifies all who watch this run, once the transaction of `client` commits. */
export async function notifyRunChanged(
  client: pg.Pool | pg.PoolClient,
  runId: string,
): Promise<void> {
  await client.query("SELECT pg_notify($1, $2)", [CHANNEL, runId]);
}

/** The same for all runs `r`, of studies `s`, for which a condition on `id` ($1) holds. */
export async function notifyRunsChanged(
  client: pg.PoolClient,
  condition: string,
  id: string,
): Promise<void> {
  await client.query(
    `SELECT pg_notify($2, r.id::text) FROM run r JOIN study s ON s.id = r.study_id
     WHERE ${condition}`,
    [id, CHANNEL],
  );
}

export type ListeningRunChanges = RunChanges & { close(): Promise<void> };

/**
 * Listens on one connection for the whole process; reconnects when it is lost, and then notifies
 * all listeners.
 */
export function openRunChanges(url: string): ListeningRunChanges {
  const listeners = new Map<string, Set<() => void>>();
  let client: pg.Client | undefined;
  let closed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const wake = (runId: string): void => listeners.get(runId)?.forEach((listener) => listener());
  const wakeAll = (): void => [...listeners.keys()].forEach(wake);

  const connect = async (): Promise<void> => {
    const opening = new pg.Client({
      connectionString: url,
      application_name: "microcosm run changes",
    });
    client = opening;
    opening.on("notification", (notification) => wake(notification.payload ?? ""));
    opening.on("error", () => again(opening));
    opening.on("end", () => again(opening));
    try {
      await opening.connect();
      await opening.query(`LISTEN ${CHANNEL}`);
      wakeAll();
    } catch {
      again(opening);
    }
  };

  const again = (lost: pg.Client): void => {
    if (closed || client !== lost) return;
    client = undefined;
    lost.end().catch(() => undefined);
    retry = setTimeout(() => void connect(), RECONNECT_DELAY_MS);
    retry.unref();
  };

  return {
    subscribe(runId, onChange) {
      if (!client && !retry) void connect();
      const mine = listeners.get(runId) ?? new Set();
      mine.add(onChange);
      listeners.set(runId, mine);
      return () => {
        mine.delete(onChange);
        if (mine.size === 0) listeners.delete(runId);
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}

/** Follows the status of runs for the shards of this process. */
export function runControl(runs: Pick<RunStore, "get">, changes: RunChanges): RunControl {
  return {
    follow(runId, epoch) {
      const abort = new AbortController();
      const look = async (): Promise<void> => {
        const run = await runs.get(runId);
        if (run?.status !== "running" || run.epoch !== epoch) abort.abort();
      };
      // The next check makes up for a failed one.
      const checkRun = (): void => void look().catch(() => undefined);
      const unsubscribe = changes.subscribe(runId, checkRun);
      const timer = setInterval(checkRun, POLL_INTERVAL_MS);
      return {
        signal: abort.signal,
        stop: () => {
          clearInterval(timer);
          unsubscribe();
        },
      };
    },
  };
}
