import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { CredentialStore } from "@/lib/services/accounts/ports";
import { writeAudit } from "./audit-store";
import { inTransaction, type Database } from "./database";

/** How the library for sessions marks an account with a password. */
const PROVIDER = "credential";

async function storeHash(client: pg.PoolClient, userId: string, hash: string): Promise<void> {
  const { rowCount } = await client.query(
    "UPDATE account SET password = $2, updated_at = now() WHERE user_id = $1 AND provider_id = $3",
    [userId, hash, PROVIDER],
  );
  if (rowCount !== 0) return;
  await client.query(
    `INSERT INTO account (id, account_id, provider_id, user_id, password)
     VALUES ($1, $2, $3, $2, $4)`,
    [randomUUID(), userId, PROVIDER, hash],
  );
}

/** Accounts, their passwords and the links to set new ones. */
export const credentialStore = ({ pool }: Database): CredentialStore => ({
  async listAccounts() {
    const { rows } = await pool.query<{
      id: string;
      email: string;
      name: string;
      administrator: boolean;
      projects: number;
    }>(
      `SELECT u.id, u.email, u.name, u.administrator,
         (SELECT count(*)::int FROM membership m WHERE m.user_id = u.id) AS projects
       FROM "user" u ORDER BY u.email`,
    );
    return rows;
  },

  async findHash(userId) {
    const { rows } = await pool.query<{ password: string | null }>(
      "SELECT password FROM account WHERE user_id = $1 AND provider_id = $2",
      [userId, PROVIDER],
    );
    return rows[0]?.password ?? null;
  },

  setPassword: ({ userId, hash, currentSession, link, audit }) =>
    inTransaction(pool, async (client) => {
      const used = await client.query(
        `DELETE FROM password_link
         WHERE user_id = $1 AND ($2::text IS NULL OR (token_hash = $2 AND expires_at > $3))`,
        [userId, link?.tokenHash ?? null, link?.at ?? null],
      );
      if (link !== undefined && used.rowCount === 0) return false;
      await storeHash(client, userId, hash);
      await client.query("DELETE FROM session WHERE user_id = $1 AND id IS DISTINCT FROM $2", [
        userId,
        currentSession ?? null,
      ]);
      await writeAudit(client, audit, userId);
      return true;
    }),

  storeLink: ({ userId, tokenHash, expiresAt, audit }) =>
    inTransaction(pool, async (client) => {
      await client.query(
        `INSERT INTO password_link (user_id, token_hash, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET token_hash = $2, expires_at = $3`,
        [userId, tokenHash, expiresAt],
      );
      await writeAudit(client, audit, userId);
    }),

  async findLink(tokenHash, at) {
    const { rows } = await pool.query<{ user_id: string }>(
      "SELECT user_id FROM password_link WHERE token_hash = $1 AND expires_at > $2",
      [tokenHash, at],
    );
    return rows[0]?.user_id ?? null;
  },
});
