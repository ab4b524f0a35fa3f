import type { Exclusive } from "@/lib/services/accounts/ports";
import type { Database } from "./database";

/** Advisory locks of the database: one holder over all processes; freed when a process dies. */
export const exclusive = ({ pool }: Database): Exclusive => ({
  async run(name, work) {
    const client = await pool.connect();
    try {
      await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
      return await work();
    } finally {
      // Closing the connection frees the lock even where unlocking could not be said.
      client.release(true);
    }
  },
});
