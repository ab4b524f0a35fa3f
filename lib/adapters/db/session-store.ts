import type { SessionStore } from "@/lib/services/accounts/ports";
import { writeAudit } from "./audit-store";
import { inTransaction, type Database } from "./database";

/**
 * The sessions that the library for signing in opens. Its own columns have no time zone; written
 * through the ORM, they are in UTC.
 */
export const sessionStore = ({ pool }: Database): SessionStore => ({
  async list(userId, at) {
    const { rows } = await pool.query<{
      id: string;
      user_agent: string | null;
      ip_address: string | null;
      signed_in_at: Date;
      last_seen_at: Date;
    }>(
      `SELECT id, user_agent, ip_address, created_at AT TIME ZONE 'UTC' AS signed_in_at,
         coalesce(last_seen_at, created_at AT TIME ZONE 'UTC') AS last_seen_at
       FROM session WHERE user_id = $1 AND expires_at > $2::timestamptz AT TIME ZONE 'UTC'
       ORDER BY last_seen_at DESC, id`,
      [userId, at],
    );
    return rows.map((row) => ({
      id: row.id,
      userAgent: row.user_agent,
      address: row.ip_address === "" ? null : row.ip_address,
      signedInAt: row.signed_in_at,
      lastSeenAt: row.last_seen_at,
    }));
  },

  end: ({ userId, id }, audit) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{
        user_agent: string | null;
        ip_address: string | null;
      }>("DELETE FROM session WHERE id = $1 AND user_id = $2 RETURNING user_agent, ip_address", [
        id,
        userId,
      ]);
      const [ended] = rows;
      if (ended === undefined) return false;
      const entry = audit({ userAgent: ended.user_agent, address: ended.ip_address });
      await writeAudit(client, entry, userId);
      return true;
    }),

  endOthers: ({ userId, currentId }, audit) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ is_open: boolean }>(
        `DELETE FROM session WHERE user_id = $1 AND id <> $2
         RETURNING expires_at > now() AT TIME ZONE 'UTC' AS is_open`,
        [userId, currentId],
      );
      const count = rows.filter(({ is_open: isOpen }) => isOpen).length;
      if (count > 0) await writeAudit(client, audit(count), userId);
      return count;
    }),

  async note(sessionId, at, address) {
    // Another process may have noted it within the minute.
    await pool.query(
      `UPDATE session SET last_seen_at = $2::timestamptz, ip_address = coalesce($3, ip_address)
       WHERE id = $1
         AND (last_seen_at IS NULL OR last_seen_at < $2::timestamptz - interval '50 s')`,
      [sessionId, at, address],
    );
  },
});
