import type { Database } from "./database";
import { VISIBLE_IN_PROJECT } from "./visible";

/** Counts the runs in each status. */
export async function countRuns({
  prisma,
}: Pick<Database, "prisma">): Promise<Record<string, number>> {
  const groups = await prisma.run.groupBy({
    by: ["status"],
    where: { deletedAt: null, study: VISIBLE_IN_PROJECT },
    _count: { _all: true },
  });
  return Object.fromEntries(groups.map(({ status, _count }) => [status, _count._all]));
}
