import type { ProfileStore } from "@/lib/services/accounts/ports";
import { writeAudit } from "./audit-store";
import { inTransaction, type Database } from "./database";

/** What people change about their own accounts. */
export const profileStore = ({ pool }: Database): ProfileStore => ({
  rename: (userId, name, audit) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT name FROM "user" WHERE id = $1 FOR UPDATE`,
        [userId],
      );
      const [before] = rows;
      if (before === undefined || before.name === name) return;
      await client.query(`UPDATE "user" SET name = $2, updated_at = now() WHERE id = $1`, [
        userId,
        name,
      ]);
      await writeAudit(client, audit(before), userId);
    }),
});
