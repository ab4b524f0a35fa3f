import { writeAuditWithPrisma } from "./audit-store";
import { capabilities } from "@/lib/contracts/endpoints";
import type { EndpointStore, StoredEndpoint } from "@/lib/services/endpoints/ports";
import type { Database } from "./database";
import { inPrismaTransaction } from "./prisma-transaction";
import { Prisma, type Endpoint } from "./generated/client";

const toStored = (row: Endpoint): StoredEndpoint => ({
  id: row.id,
  name: row.name,
  baseUrl: row.baseUrl,
  model: row.model,
  group: row.group,
  preset: row.preset,
  enabled: row.enabled,
  priceIn: row.priceIn,
  priceOut: row.priceOut,
  keyCipher: row.keyCipher,
  isDemo: row.isDemo,
  isBuiltIn: row.isBuiltIn,
  concurrency: row.concurrency,
  timeoutMs: row.timeoutMs,
  capabilities: capabilities.nullable().parse(row.capabilities),
  probedAt: row.probedAt,
});

/** Prisma distinguishes a JSON null from a missing value. */
const toColumns = <Change extends Partial<Omit<StoredEndpoint, "id">>>(change: Change) => ({
  ...change,
  ...(change.capabilities !== undefined && { capabilities: change.capabilities ?? Prisma.DbNull }),
});

export const endpointStore = ({ prisma }: Database): EndpointStore => ({
  list: async () =>
    (
      await prisma.endpoint.findMany({
        where: { archivedAt: null },
        orderBy: [{ isBuiltIn: "desc" }, { createdAt: "asc" }],
      })
    ).map(toStored),
  get: async (id) => {
    const row = await prisma.endpoint.findUnique({ where: { id } }).catch(nullIfNotFound);
    return row && toStored(row);
  },
  create: (endpoint, audit) =>
    inPrismaTransaction(prisma, async (transaction) => {
      const data = toColumns(endpoint) as Prisma.EndpointCreateInput;
      const created = await transaction.endpoint.create({ data });
      if (audit) await writeAuditWithPrisma(transaction, audit, created.id);
      return toStored(created);
    }),
  update: (id, change, audit) =>
    inPrismaTransaction(prisma, async (transaction) => {
      const data = toColumns(change) as Prisma.EndpointUpdateInput;
      const updated = await transaction.endpoint.update({ where: { id }, data });
      if (audit) await writeAuditWithPrisma(transaction, audit, id);
      return toStored(updated);
    }),
  archive: (id, audit) =>
    inPrismaTransaction(prisma, async (transaction) => {
      const data = { archivedAt: new Date(), keyCipher: null };
      await transaction.endpoint.update({ where: { id }, data });
      await writeAuditWithPrisma(transaction, audit, id);
    }),
});

/** An id that is no UUID matches nothing. */
function nullIfNotFound(error: unknown): null {
  if (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    (error.code === "P2023" || error.code === "P2007")
  )
    return null;
  throw error;
}
