import { capabilities } from "@/lib/contracts/endpoints";
import type { EndpointStore, StoredEndpoint } from "@/lib/services/endpoints/ports";
import type { Database } from "./database";
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

/** Prisma tells a JSON null from no value. */
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
  create: async (endpoint) =>
    toStored(
      await prisma.endpoint.create({ data: toColumns(endpoint) as Prisma.EndpointCreateInput }),
    ),
  update: async (id, change) =>
    toStored(
      await prisma.endpoint.update({
        where: { id },
        data: toColumns(change) as Prisma.EndpointUpdateInput,
      }),
    ),
  archive: async (id) => {
    await prisma.endpoint.update({ where: { id }, data: { archivedAt: new Date() } });
  },
});

/** An id that is no UUID names nothing. */
function nullIfNotFound(error: unknown): null {
  if (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    (error.code === "P2023" || error.code === "P2007")
  )
    return null;
  throw error;
}
