import type { Exclusive } from "@/lib/services/accounts/ports";
import type pg from "pg";
import type { Database } from "./database";

/**
 * Advisory locks of the database: one holder over all processes; freed when a process dies. Within
 * a process callers queue before they take a connection: otherwise the waiting ones could hold
 * every connection that the holder's work needs.
 */
export function exclusive({ pool }: Database): Exclusive {
  const last = new Map<string, Promise<unknown>>();

  const locked = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const client = await pool.connect();
    try {
      await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
      return await work();
    } finally {
      // Closing the connection frees the lock even if unlocking failed.
      client.release(true);
    }
  };

  return {
    run(name, work) {
      const before = last.get(name) ?? Promise.resolve();
      const mine = before.then(() => locked(name, work));
      const ended = mine.catch(() => undefined);
      last.set(name, ended);
      void ended.then(() => {
        if (last.get(name) === ended) last.delete(name);
      });
      return mine;
    },
  };
}

/**
 * Runs work in one process at a time; null, and no work, while another one is at it. For periodic
 * work that any process can do.
 */
export async function tryExclusively<Result>(
  pool: pg.Pool,
  name: string,
  work: () => Promise<Result>,
): Promise<Result | null> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked",
      [name],
    );
    return rows[0]?.locked === true ? await work() : null;
  } finally {
    // Closing the connection frees the lock even if unlocking failed.
    client.release(true);
  }
}
