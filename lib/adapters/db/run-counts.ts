import type { Database } from "./database";

/** Counts the runs in each status. */
export async function countRuns({
  prisma,
}: Pick<Database, "prisma">): Promise<Record<string, number>> {
  const groups = await prisma.run.groupBy({ by: ["status"], _count: { _all: true } });
  return Object.fromEntries(groups.map(({ status, _count }) => [status, _count._all]));
}
