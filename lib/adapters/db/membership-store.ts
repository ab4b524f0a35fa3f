import { writeAuditWithPrisma } from "./audit-store";
import type { Role } from "@/lib/domain/access";
import type { MembershipStore } from "@/lib/services/access/ports";
import type { ProjectStore } from "@/lib/services/projects/ports";
import type { Database } from "./database";
import { inPrismaTransaction } from "./prisma-transaction";
import { shareInTick } from "./share-in-tick";

/**
 * What every request asks, some of it several times, bypasses Prisma: its share of the processor
 * time of a request is larger than that of the query.
 */
export const membershipStore = ({ prisma, pool }: Database): MembershipStore => ({
  roleIn: shareInTick(async (projectId, userId) => {
    const { rows } = await pool.query<{ role: Role }>({
      name: "role in a project",
      text: `SELECT m.role FROM membership m JOIN project p ON p.id = m.project_id
             WHERE m.project_id = $1 AND m.user_id = $2 AND p.deleted_at IS NULL`,
      values: [projectId, userId],
    });
    return rows[0]?.role ?? null;
  }),
  async listProjects(userId) {
    const { rows } = await pool.query<{ id: string; name: string; role: Role }>({
      name: "projects of a person",
      text: `SELECT p.id, p.name, m.role FROM membership m JOIN project p ON p.id = m.project_id
             WHERE m.user_id = $1 AND p.deleted_at IS NULL ORDER BY m.created_at, m.project_id`,
      values: [userId],
    });
    return rows;
  },
  async isAdministrator(userId) {
    const { rows } = await pool.query<{ administrator: boolean }>({
      name: "whether a person administers",
      text: `SELECT administrator FROM "user" WHERE id = $1`,
      values: [userId],
    });
    return rows[0]?.administrator ?? false;
  },
  hasOwner: async () => (await prisma.membership.count({ where: { role: "owner" }, take: 1 })) > 0,
  removeNonMembers: async () => {
    await prisma.user.deleteMany({ where: { memberships: { none: {} } } });
  },
});

/** Serialises the creation of the first project between processes. */
const FIRST_PROJECT_LOCK = 72_707_370;

export const projectStore = ({ prisma }: Database): ProjectStore => ({
  ensureFirst: (name) =>
    inPrismaTransaction(prisma, async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_PROJECT_LOCK})`;
      const first = await transaction.project.findFirst({
        where: { deletedAt: null },
        orderBy: { createdAt: "asc" },
      });
      return first ?? transaction.project.create({ data: { name } });
    }),
  create: (project, userId, audit) =>
    prisma.$transaction(async (transaction) => {
      await transaction.project.create({
        data: { ...project, memberships: { create: { userId, role: "owner" } } },
      });
      await writeAuditWithPrisma(transaction, audit, project.id);
    }),
  rename: (projectId, { from, to }, audit) =>
    prisma.$transaction(async (transaction) => {
      const { count } = await transaction.project.updateMany({
        where: { id: projectId, name: from, deletedAt: null },
        data: { name: to },
      });
      if (count > 0) await writeAuditWithPrisma(transaction, audit, projectId);
      return count > 0;
    }),
  makeOwner: (projectId, userId, audit) =>
    inPrismaTransaction(prisma, async (transaction) => {
      await transaction.user.update({ where: { id: userId }, data: { administrator: true } });
      await transaction.membership.upsert({
        where: { projectId_userId: { projectId, userId } },
        create: { projectId, userId, role: "owner" },
        update: { role: "owner" },
      });
      await writeAuditWithPrisma(transaction, audit, userId);
    }),
});
