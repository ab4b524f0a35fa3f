import type { Forks } from "@/lib/contracts/forks";
import type { Actor } from "@/lib/domain/access";
import { findRun } from "../runs/find-run";
import { findForkPoints } from "./fork-points";
import type { ListForksPorts, StoredFork } from "./ports";

/**
 * Returns the origin of a run, its forks, and the points from which it can be forked now.
 * @throws AppError notFound
 */
export async function listForks(
  ports: ListForksPorts,
  actor: Actor,
  runId: string,
): Promise<Forks> {
  const run = await findRun(ports, actor, runId, "read");
  const [origin, forks] = await Promise.all([
    ports.forks.origin(run.id),
    ports.forks.forksOf(run.id),
  ]);
  return {
    origin: origin && toForkSummary(origin),
    forks: forks.map(toForkSummary),
    ...findForkPoints(run),
    rounds: run.rounds,
  };
}

const toForkSummary = ({ createdAt, ...fork }: StoredFork): Forks["forks"][number] => ({
  ...fork,
  createdAt: createdAt.toISOString(),
});
