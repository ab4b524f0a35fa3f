import type { z } from "zod";
import type { DecisionPage, decisionQuery } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { findRun } from "../runs/find-run";
import { withOrderedAnswer } from "./order-answer";
import { withNames } from "../population/name-agents";
import type { AgentPattern, ShowDecisionPorts } from "./ports";

/**
 * Returns a page of a run's decisions, in the order they were made, with the actor's own verdicts.
 * @throws AppError notFound
 */
export async function listDecisions(
  ports: ShowDecisionPorts,
  actor: Actor,
  runId: string,
  query: z.output<typeof decisionQuery>,
): Promise<DecisionPage> {
  const run = await findRun(ports, actor, runId, "read");
  const { after, agent, ...filter } = query;
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const agentTypes = [...Object.keys(scenario.agents), "world"];
  const [version, seq] = after?.split(".").map(Number) ?? [];
  const { rows, ...count } = await ports.decisions.page(
    run.key,
    {
      ...filter,
      ...(agent !== undefined && { agents: matchAgents(agent, agentTypes) }),
      after: version === undefined || seq === undefined ? null : { version, seq },
    },
    reviewerIdOf(actor),
  );
  const last = rows.length === query.limit ? rows.at(-1) : undefined;
  return {
    rows: await withNames(
      ports,
      { run: run.key, scenario },
      rows.map((row) => withOrderedAnswer(scenario, row)),
    ),
    next: last ? `${last.version}.${last.seq}` : null,
    ...count,
  };
}

/**
 * Returns patterns for a typed agent id: a whole id matches that agent, anything else is a prefix.
 * Typed ids match in any case.
 */
function matchAgents(typed: string, agentTypes: readonly string[]): readonly AgentPattern[] {
  const wanted = typed.trim();
  return agentTypes.flatMap((type) => {
    const prefix = `${type}-`;
    if (prefix.toLowerCase().startsWith(wanted.toLowerCase()))
      return [{ id: prefix, isWhole: false }];
    if (!wanted.toLowerCase().startsWith(prefix.toLowerCase())) return [];
    const id = prefix + wanted.slice(prefix.length);
    return [{ id, isWhole: /-\d+$/.test(id) }];
  });
}

export const reviewerIdOf = (actor: Actor): string | null =>
  actor.kind === "user" ? actor.userId : null;
