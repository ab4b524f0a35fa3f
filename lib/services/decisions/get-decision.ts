import { notFound } from "@/lib/contracts/errors";
import type { AnswerForm, DecisionDetail } from "@/lib/contracts/reviews";
import type { Actor } from "@/lib/domain/access";
import type { ResolvedInputs } from "@/lib/domain/answers";
import type { Scenario } from "@/lib/domain/scenario";
import { personOf } from "../computation/person-of";
import { answerFields, inputsForAction } from "./answer-form";
import { askedTask } from "./asked-task";
import { findRun } from "../runs/find-run";
import { nameAgents, textsOf } from "../population/name-agents";
import { reviewerIdOf } from "./list-decisions";
import { declaredInputs, withOrderedAnswer } from "./order-answer";
import type { RunRecord } from "../runs/ports";
import type {
  DecisionKey,
  DecisionPorts,
  PastDecisionPorts,
  ShowDecisionPorts,
  StoredDecision,
} from "./ports";

/**
 * Returns one decision with its prompt, its raw answer and the actor's own verdict.
 * @throws AppError notFound
 */
export async function getDecision(
  ports: ShowDecisionPorts,
  actor: Actor,
  key: DecisionKey,
): Promise<DecisionDetail> {
  const run = await findRun(ports, actor, key.runId, "read");
  const decision = await findDecision(ports, { run, key, reviewerId: reviewerIdOf(actor) });
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const texts = textsOf(decision);
  return {
    ...withOrderedAnswer(scenario, decision),
    names: await nameAgents(ports, { run: run.key, scenario, texts }),
    rewritable: isRewritable(scenario, decision),
    asked: Object.entries(declaredInputs(scenario, decision)).map(([name, { label }]) => ({
      name,
      label: label ?? name,
    })),
  };
}

/**
 * Returns the form for rewriting or correcting a decision. Needs the world as it was then, which
 * may take seconds to load.
 * @throws AppError notFound; unavailable when that world is too large for this process
 */
export async function getAnswerForm(
  ports: PastDecisionPorts,
  actor: Actor,
  key: DecisionKey,
  signal?: AbortSignal,
): Promise<AnswerForm> {
  const run = await findRun(ports, actor, key.runId, "read");
  const decision = await findDecision(ports, { run, key, reviewerId: null });
  return {
    fields: answerFields(await resolveAskedInputs(ports, actor, { run, decision, signal })),
  };
}

/**
 * Whether there is more to rewrite than the choice of an action. The exact inputs need the world of
 * that version.
 */
function isRewritable(
  { actions, agents }: Scenario,
  { prompt, kind, action, offered, agentType }: StoredDecision,
): boolean {
  if (prompt === null) return false;
  if (kind !== "action") return true;
  // Several actions were offered and no choice could be read from the answer.
  if (action === null) return offered === 1;
  const memory = agents[agentType]?.memory;
  const rated = memory !== undefined && "importance" in memory && memory.importance === "model";
  return rated || Object.keys(actions[action]?.inputs ?? {}).length > 0;
}

/**
 * Returns a decision with the verdict of this reviewer.
 * @throws AppError notFound
 */
export async function findDecision(
  ports: Pick<DecisionPorts, "decisions">,
  {
    run,
    key: { version, seq },
    reviewerId,
  }: {
    readonly run: RunRecord;
    readonly key: Pick<DecisionKey, "version" | "seq">;
    readonly reviewerId: string | null;
  },
): Promise<StoredDecision> {
  const decision = await ports.decisions.get(run.key, version, seq, reviewerId);
  if (!decision) throw notFound("decision");
  return decision;
}

/** Returns what the agent was asked, with bounds and options as they were then. */
export async function resolveAskedInputs(
  ports: PastDecisionPorts,
  actor: Actor,
  {
    run,
    decision,
    signal,
  }: {
    readonly run: RunRecord;
    readonly decision: StoredDecision;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ResolvedInputs> {
  const { version, seq } = decision;
  const owner = { person: personOf(actor), signal };
  const asked = await ports.worlds.run(askedTask, { run, version, seq }, owner);
  return asked ? inputsForAction(asked.shape, decision.action) : {};
}
