import { writeAuditWithPrisma } from "./audit-store";
import type { MembershipStore } from "@/lib/services/access/ports";
import type { ProjectStore } from "@/lib/services/projects/ports";
import type { Database } from "./database";
import { inPrismaTransaction } from "./prisma-transaction";

export const membershipStore = ({ prisma }: Database): MembershipStore => ({
  roleIn: async (projectId, userId) =>
    (await prisma.membership.findUnique({ where: { projectId_userId: { projectId, userId } } }))
      ?.role ?? null,
  findHomeProject: async (userId) => {
    const first = await prisma.membership.findFirst({
      where: { userId },
      orderBy: { createdAt: "asc" },
      include: { project: true },
    });
    return first && { id: first.project.id, name: first.project.name, role: first.role };
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
      const first = await transaction.project.findFirst({ orderBy: { createdAt: "asc" } });
      return first ?? transaction.project.create({ data: { name } });
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
