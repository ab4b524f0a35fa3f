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

const putLink = (
  client: pg.PoolClient,
  link: { readonly userId: string; readonly tokenHash: string; readonly expiresAt: Date },
): Promise<unknown> =>
  client.query(
    `INSERT INTO password_link (user_id, token_hash, expires_at) VALUES ($1, $2, $3)
     ON CONFLICT (user_id) DO UPDATE SET token_hash = $2, expires_at = $3`,
    [link.userId, link.tokenHash, link.expiresAt],
  );

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

  createAccount: ({ id, name, email, projectId, role, link, audit }) =>
    inTransaction(pool, async (client) => {
      await client.query("SELECT 1 FROM project WHERE id = $1 FOR UPDATE", [projectId]);
      const { rowCount } = await client.query(
        `INSERT INTO "user" (id, name, email, administrator, updated_at)
         VALUES ($1, $2, $3, $4 = 'owner' AND NOT EXISTS (
           SELECT 1 FROM membership WHERE role = 'owner'
         ), now()) ON CONFLICT (email) DO NOTHING`,
        [id, name, email, role],
      );
      if (rowCount === 0) return false;
      await client.query(
        "INSERT INTO membership (project_id, user_id, role) VALUES ($1, $2, $3::role)",
        [projectId, id, role],
      );
      await putLink(client, { userId: id, ...link });
      await writeAudit(client, audit, id);
      return true;
    }),

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
      await putLink(client, { userId, tokenHash, expiresAt });
      await writeAudit(client, audit, userId);
    }),

  connect: (userId, audit) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ email_verified: boolean }>(
        `SELECT email_verified FROM "user" WHERE id = $1 FOR UPDATE`,
        [userId],
      );
      if (rows[0]?.email_verified === false) {
        await client.query("DELETE FROM account WHERE user_id = $1 AND provider_id = $2", [
          userId,
          PROVIDER,
        ]);
        await client.query("DELETE FROM session WHERE user_id = $1", [userId]);
      }
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
