import { writeAuditWithPrisma } from "./audit-store";
import type { MembershipStore } from "@/lib/services/access/ports";
import type { ProjectStore } from "@/lib/services/projects/ports";
import type { Database } from "./database";
import { inPrismaTransaction } from "./prisma-transaction";

export const membershipStore = ({ prisma }: Database): MembershipStore => ({
  roleIn: async (projectId, userId) =>
    (
      await prisma.membership.findUnique({
        where: { projectId_userId: { projectId, userId }, project: { deletedAt: null } },
      })
    )?.role ?? null,
  listProjects: async (userId) => {
    const found = await prisma.membership.findMany({
      where: { userId, project: { deletedAt: null } },
      orderBy: [{ createdAt: "asc" }, { projectId: "asc" }],
      include: { project: true },
    });
    return found.map(({ role, project: { id, name } }) => ({ id, name, role }));
  },
  isAdministrator: async (userId) =>
    (await prisma.user.findUnique({ where: { id: userId }, select: { administrator: true } }))
      ?.administrator ?? false,
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
