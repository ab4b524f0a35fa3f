import type pg from "pg";
import type { Role } from "@/lib/domain/access";
import type {
  InvitationRecord,
  InvitationToStore,
  MemberStore,
} from "@/lib/services/members/ports";
import { writeAudit } from "./audit-store";
import { type Database, inTransaction } from "./database";

type InvitationRow = {
  id: string;
  project_id: string;
  project_name: string;
  role: Role;
  email: string | null;
  invited_by: string | null;
  created_at: Date;
  expires_at: Date;
};

const toRecord = (row: InvitationRow): InvitationRecord => ({
  id: row.id,
  projectId: row.project_id,
  projectName: row.project_name,
  role: row.role,
  email: row.email,
  invitedBy: row.invited_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

const OPEN_INVITATIONS = `SELECT i.id, i.project_id, p.name AS project_name, i.role, i.email,
    i.invited_by, i.created_at, i.expires_at
  FROM invitation i JOIN project p ON p.id = i.project_id AND p.deleted_at IS NULL
  WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL`;

const openInvitations = async (
  client: pg.Pool | pg.PoolClient,
  projectId: string,
): Promise<InvitationRecord[]> => {
  const { rows } = await client.query<InvitationRow>(
    `${OPEN_INVITATIONS} AND i.project_id = $1 ORDER BY i.created_at DESC, i.id DESC`,
    [projectId],
  );
  return rows.map(toRecord);
};

async function setRoles(
  client: pg.PoolClient,
  projectId: string,
  roles: ReadonlyMap<string, Role | null>,
): Promise<void> {
  for (const [userId, role] of roles)
    await (role === null
      ? // Whoever is invited again makes new tokens.
        client.query(
          `WITH revoked AS (
             UPDATE api_token SET revoked_at = now()
             WHERE project_id = $1 AND user_id = $2 AND revoked_at IS NULL
           )
           DELETE FROM membership WHERE project_id = $1 AND user_id = $2`,
          [projectId, userId],
        )
      : client.query("UPDATE membership SET role = $3 WHERE project_id = $1 AND user_id = $2", [
          projectId,
          userId,
          role,
        ]));
}

const insertInvitation = (
  client: pg.PoolClient,
  { projectId, invitedBy }: { readonly projectId: string; readonly invitedBy: string | null },
  { id, role, email, tokenHash, createdAt, expiresAt }: InvitationToStore,
): Promise<unknown> =>
  client.query(
    `INSERT INTO invitation (id, project_id, role, email, token_hash, invited_by, created_at,
       expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, projectId, role, email, tokenHash, invitedBy, createdAt, expiresAt],
  );

/** Members and invitations of projects. */
export const memberStore = ({ pool, prisma }: Database): MemberStore => ({
  async listMembers(projectId) {
    const found = await prisma.membership.findMany({
      where: { projectId },
      include: { user: { select: { name: true, email: true } } },
    });
    return found
      .map(({ userId, role, createdAt, user }) => ({ userId, role, joinedAt: createdAt, ...user }))
      .sort((left, right) => left.name.localeCompare(right.name));
  },

  listInvitations: (projectId) => openInvitations(pool, projectId),

  change: (projectId, decide) =>
    inTransaction(pool, async (client) => {
      // The project's row is the one lock of its members: it also waits for those who join.
      await client.query("SELECT 1 FROM project WHERE id = $1 FOR UPDATE", [projectId]);
      const { rows } = await client.query<{ user_id: string; role: Role }>(
        "SELECT user_id, role FROM membership WHERE project_id = $1",
        [projectId],
      );
      const { roles, invite, revoke, audit, subjectId } = decide({
        roles: new Map(rows.map(({ user_id, role }) => [user_id, role])),
        invitations: await openInvitations(client, projectId),
      });
      if (roles) await setRoles(client, projectId, roles);
      if (invite) await insertInvitation(client, { projectId, invitedBy: audit.actorId }, invite);
      if (revoke && revoke.length > 0)
        await client.query(
          "UPDATE invitation SET revoked_at = now() WHERE id = ANY($1) AND project_id = $2",
          [revoke, projectId],
        );
      await writeAudit(client, audit, subjectId);
    }),

  async findInvitation(tokenHash) {
    const { rows } = await pool.query<InvitationRow>(`${OPEN_INVITATIONS} AND i.token_hash = $1`, [
      tokenHash,
    ]);
    return rows[0] ? toRecord(rows[0]) : null;
  },

  async findInvitationsFor(email, at) {
    const { rows } = await pool.query<InvitationRow>(
      `${OPEN_INVITATIONS} AND i.email = $1 AND i.expires_at > $2 ORDER BY i.created_at, i.id`,
      [email.toLowerCase(), at],
    );
    return rows.map(toRecord);
  },

  accept: (invitationId, userId, at, audit) =>
    inTransaction(pool, async (client) => {
      await client.query("SELECT 1 FROM project WHERE id = $1 FOR UPDATE", [audit.projectId]);
      const { rowCount } = await client.query(
        `INSERT INTO membership (project_id, user_id, role)
         SELECT project_id, $2, role FROM invitation
         WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3
         ON CONFLICT DO NOTHING`,
        [invitationId, userId, at],
      );
      if (rowCount === 0) return false;
      await client.query("UPDATE invitation SET accepted_at = $2 WHERE id = $1", [
        invitationId,
        at,
      ]);
      await writeAudit(client, audit, userId);
      return true;
    }),
});
