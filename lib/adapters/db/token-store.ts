import { z } from "zod";
import { tokenScope, type Role } from "@/lib/domain/access";
import type { TokenRecord, TokenStore } from "@/lib/services/tokens/ports";
import { writeAudit } from "./audit-store";
import { inTransaction, type Database } from "./database";

const scopesSchema = z.array(tokenScope);

type Row = {
  id: string;
  name: string;
  scopes: string[];
  prefix: string;
  user_id: string;
  owner_name: string;
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  last_address: string | null;
};

const toRecord = (row: Row): TokenRecord => ({
  id: row.id,
  name: row.name,
  scopes: scopesSchema.parse(row.scopes),
  prefix: row.prefix,
  ownerId: row.user_id,
  ownerName: row.owner_name,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
  lastAddress: row.last_address,
});

/** API tokens, by the hashes of their secrets. */
export const tokenStore = ({ pool }: Database): TokenStore => ({
  async list(projectId, ownerId) {
    const { rows } = await pool.query<Row>(
      `SELECT t.id, t.name, t.scopes, t.prefix, t.user_id, u.name AS owner_name, t.created_at,
         t.expires_at, t.last_used_at, t.last_address
       FROM api_token t JOIN "user" u ON u.id = t.user_id
       WHERE t.project_id = $1 AND ($2::text IS NULL OR t.user_id = $2) AND t.revoked_at IS NULL
       ORDER BY t.created_at DESC, t.id DESC`,
      [projectId, ownerId],
    );
    return rows.map(toRecord);
  },

  create: (token, max, audit) =>
    inTransaction(pool, async (client) => {
      // Of two requests at once, the second counts the token of the first.
      await client.query(
        "SELECT 1 FROM membership WHERE project_id = $1 AND user_id = $2 FOR UPDATE",
        [token.projectId, token.ownerId],
      );
      const { rowCount } = await client.query(
        `INSERT INTO api_token (id, project_id, user_id, name, scopes, prefix, token_hash,
           created_at, expires_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE (
           SELECT count(*) FROM api_token
           WHERE project_id = $2 AND user_id = $3 AND revoked_at IS NULL AND expires_at > $8
         ) < $10`,
        [
          token.id,
          token.projectId,
          token.ownerId,
          token.name,
          token.scopes,
          token.prefix,
          token.tokenHash,
          token.createdAt,
          token.expiresAt,
          max,
        ],
      );
      if (rowCount === 0) return false;
      await writeAudit(client, audit, token.id);
      return true;
    }),

  revoke: ({ id, projectId, ownerId }, audit) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `UPDATE api_token SET revoked_at = now()
         WHERE id = $1 AND project_id = $2 AND ($3::text IS NULL OR user_id = $3)
           AND revoked_at IS NULL RETURNING name`,
        [id, projectId, ownerId],
      );
      const [revoked] = rows;
      if (revoked === undefined) return false;
      await writeAudit(client, audit(revoked), id);
      return true;
    }),

  async find(tokenHash) {
    const { rows } = await pool.query<{
      id: string;
      project_id: string;
      user_id: string;
      scopes: string[];
      expires_at: Date;
      role: Role | null;
    }>(
      `SELECT t.id, t.project_id, t.user_id, t.scopes, t.expires_at, m.role
       FROM api_token t
         LEFT JOIN membership m ON m.project_id = t.project_id AND m.user_id = t.user_id
       WHERE t.token_hash = $1 AND t.revoked_at IS NULL`,
      [tokenHash],
    );
    const [row] = rows;
    return row === undefined
      ? null
      : {
          id: row.id,
          projectId: row.project_id,
          ownerId: row.user_id,
          scopes: scopesSchema.parse(row.scopes),
          expiresAt: row.expires_at,
          role: row.role,
        };
  },

  async note(id, at, address) {
    // Another process may have noted it within the minute.
    await pool.query(
      `UPDATE api_token SET last_used_at = $2::timestamptz,
         last_address = coalesce($3, last_address)
       WHERE id = $1 AND (last_used_at IS NULL
         OR last_used_at < $2::timestamptz - interval '50 s')`,
      [id, at, address],
    );
  },
});
