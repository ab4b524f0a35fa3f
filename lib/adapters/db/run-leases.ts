import pg from "pg";
import type { RunLeases } from "@/lib/services/execution/ports";

/**
 * First key of these advisory locks, "run" in ASCII, which separates them from other locks. The
 * second is the run's key.
 */
const LOCK_NAMESPACE = 0x72756e;
/**
 * Maximum idle time of the connection, and the idle time after which the server ends it, in
 * milliseconds.
 */
const HEARTBEAT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 60_000;
/** A server that has not answered for this long, in milliseconds, counts as gone. */
const QUERY_TIMEOUT_MS = 10_000;

/** Locks with two keys have `objsubid` 2 in PostgreSQL's catalogue. */
const SELECT_TAKEN_LEASES = `SELECT objid::int AS key FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = $1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

export type OpenRunLeases = RunLeases & { close(): Promise<void> };

type Session = {
  /** @throws Error when the session has ended, and all its locks with it */
  say(statement: "pg_try_advisory_lock" | "pg_advisory_unlock", runKey: number): Promise<boolean>;
  /** @throws as above */
  taken(): Promise<ReadonlySet<number>>;
  close(): Promise<void>;
};

/**
 * Leases as advisory locks of the session of one connection per process, opened by the first lease.
 * The server frees them when the process dies, hangs, or its host is cut off. When the connection
 * breaks, leases still hold within this process but no longer against other processes; the next
 * lease opens another connection.
 */
export function runLeases(url: string): OpenRunLeases {
  /** A session may take its own lock again, so this set excludes callers within the process. */
  const held = new Set<number>();
  let session: Promise<Session> | undefined;
  let closed = false;

  const connect = (): Promise<Session> => {
    const opening: Promise<Session> = openSession(url, () => {
      if (session === opening) session = undefined;
    });
    return opening;
  };

  return {
    async acquire(runKey) {
      if (closed) throw new Error("the leases of runs are closed");
      if (held.has(runKey)) return null;
      held.add(runKey);
      let isMine = false;
      try {
        const mine = await (session ??= connect());
        isMine = await mine.say("pg_try_advisory_lock", runKey);
        if (!isMine) return null;
        return {
          release: async () => {
            // The lock of a session that has ended is free already.
            await mine.say("pg_advisory_unlock", runKey).catch(() => undefined);
            held.delete(runKey);
          },
        };
      } finally {
        if (!isMine) held.delete(runKey);
      }
    },
    async heldRunKeys() {
      if (closed) throw new Error("the leases of runs are closed");
      // Leases of a broken session are still in use within this process.
      return new Set([...held, ...(await (await (session ??= connect())).taken())]);
    },
    async close() {
      closed = true;
      await session?.then((open) => open.close()).catch(() => undefined);
    },
  };
}

async function openSession(url: string, onEnd: () => void): Promise<Session> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "microcosm run leases",
    query_timeout: QUERY_TIMEOUT_MS,
    connectionTimeoutMillis: QUERY_TIMEOUT_MS,
  });
  const beat = setInterval(() => void client.query("SELECT 1").catch(end), HEARTBEAT_MS);
  const end = (): void => {
    clearInterval(beat);
    onEnd();
    client.end().catch(() => undefined);
  };
  client.on("error", end);
  client.on("end", end);
  try {
    await client.connect();
    await client.query(`SET idle_session_timeout = ${SILENCE_TIMEOUT_MS}`);
  } catch (error) {
    end();
    throw error;
  }
  const query = async <Row extends pg.QueryResultRow>(
    text: string,
    values: readonly number[],
  ): Promise<Row[]> => {
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } catch (error) {
      // The locks of the session are unknown now.
      end();
      throw error;
    }
  };
  return {
    async say(statement, runKey) {
      const [row] = await query<{ done: boolean }>(
        `SELECT ${statement}($1::int, $2::int) AS done`,
        [LOCK_NAMESPACE, runKey],
      );
      return row?.done === true;
    },
    taken: async () =>
      new Set(
        (await query<{ key: number }>(SELECT_TAKEN_LEASES, [LOCK_NAMESPACE])).map(({ key }) => key),
      ),
    close: () => client.end(),
  };
}
