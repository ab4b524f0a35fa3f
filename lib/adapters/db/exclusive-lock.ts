import type { Exclusive } from "@/lib/services/accounts/ports";
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
