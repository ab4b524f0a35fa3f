import type { z } from "zod";
import type { DecisionPage, decisionQuery } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { findRun } from "./find-run";
import type { ReadPorts } from "./read-ports";

/**
 * A page of a run's decisions, in the order they were made, with the asker's own verdicts.
 * @throws AppError notFound
 */
export async function listDecisions(ports: ReadPorts, actor: Actor, runId: string, query: z.output<typeof decisionQuery>): Promise<DecisionPage> {
  const run = await findRun(ports, actor, runId, "read");
  const { after, ...filter } = query;
  const [version, seq] = after?.split(".").map(Number) ?? [];
  const { rows, total } = await ports.decisions.page(
    run.key,
    { ...filter, after: version === undefined || seq === undefined ? null : { version, seq } },
    reviewerOf(actor),
  );
  const last = rows.length === query.limit ? rows.at(-1) : undefined;
  return { rows, next: last ? `${last.version}.${last.seq}` : null, total };
}

export const reviewerOf = (actor: Actor): string | null => (actor.kind === "user" ? actor.userId : null);
