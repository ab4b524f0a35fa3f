import type { Value } from "@/lib/domain/scenario";
import type { EffectContext, EffectCollector } from "../effects";
import type { Computed } from "../expressions/contract";
import { seededPositions } from "../random";
import type { Row } from "../base/row";
import type { Rejection } from "../base/contract";
import { readRating } from "../memory/rating";
import { toDecisionContext } from "./decision-context";
import { LIMITS } from "../base/limits";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { shouldYield, type Interruptible } from "../base/interruptible";
import type { StepContexts } from "../population/step-contexts";
import type { World } from "../world/world";
import type { CompiledPhase, PlannedDecision, StageDecisions } from "./contract";
import { type Task, taskTitle } from "../prompts/task";

/** Why a decision is rejected: the reason for the researcher, and the text for the agent. */
type RejectionCause = { readonly reason: string; readonly toAgent: string };

const NO_LONGER_POSSIBLE = "it was no longer possible.";

/**
 * Applies the decisions of a step one after the other, in a random order that depends only on the
 * seed and on the deciding agents. Each is applied completely or not at all; agents receive a
 * message about rejected decisions.
 */
export function* applyDecisions({
  contexts,
  planned,
  outcomes,
  collector,
}: Omit<StageDecisions, "stage">): Interruptible<readonly Rejection[]> {
  const rejections: Rejection[] = [];
  const { world } = contexts;
  let done = 0;
  for (const seq of yield* seededPositions(
    planned.map(({ slot }) => `${slot.agent}/${slot.slot}`),
    contexts.draws,
  )) {
    if (shouldYield((done += 1))) yield;
    const plan = planned[seq];
    const decision = outcomes[seq];
    if (!plan || !decision || decision.action === null) continue;
    const task = plan.tasks.find(({ name }) => name === decision.action);
    if (!task) throw new RangeError(`Decision ${seq}: “${decision.action}” was not on offer.`);
    const rejection = yield* applyDecision(plan, {
      task,
      values: decision.values ?? {},
      contexts,
      collector,
    });
    if (!rejection) continue;
    rejections.push({ seq, reason: rejection.reason });
    const { agentType, agent } = plan.slot;
    if (
      !plan.agent ||
      plan.withoutProfile ||
      world.definition(agentType).kind !== "agents" ||
      world.get(agentType, agent) !== plan.agent
    )
      continue;
    const { toAgent } = rejection;
    const text = `Your decision “${taskTitle(task)}” could not be carried out: ${toAgent}`;
    collector.messages.push({
      agentType,
      agent,
      kind: "rejected",
      text,
      importance: readRating(plan.tasks, decision.values ?? {}) ?? null,
    });
  }
  return rejections.sort((left, right) => left.seq - right.seq);
}

/** The commit of a phase without effects of its own. */
export const applyDecisionsOnly: CompiledPhase["commit"] = function* (decisions) {
  return { rejections: yield* applyDecisions(decisions) };
};

function* applyDecision(
  plan: PlannedDecision,
  {
    task,
    values,
    contexts,
    collector,
  }: {
    readonly task: Task;
    readonly values: Readonly<Record<string, Value>>;
    readonly contexts: StepContexts;
    readonly collector: EffectCollector;
  },
): Interruptible<RejectionCause | undefined> {
  const { world } = contexts;
  const { slot, agent, subject } = plan;
  if (agent && world.get(slot.agentType, slot.agent) !== agent)
    return reject(`${slot.agent} no longer exists.`);
  if (subject && slot.row && world.get(slot.row.table, slot.row.id) !== subject)
    return reject(`${subject.id} no longer exists.`);
  const missingRow = findMissingRow(task, values, world);
  if (missingRow !== undefined) return reject(`${missingRow} no longer exists.`);

  const base = contexts.agent(toDecisionContext(plan), { steps: LIMITS.contextSteps }, false);
  const vars = { ...base.vars, arg: answerArguments(task, values, world) };
  const own: EffectCollector = {
    messages: [],
    stopped: collector.stopped,
    effectsLeft: LIMITS.effectsPerDecision,
  };
  const context: EffectContext = { ...base, vars, collector: own };
  world.beginTransaction();
  try {
    for (const { holds, otherwise, source } of task.requirements) {
      if (holds(context)) continue;
      world.rollback();
      return otherwise === undefined
        ? reject(`A requirement does not hold: ${source}`)
        : { reason: otherwise, toAgent: otherwise };
    }
    const rest = task.act(context);
    if (rest) yield* rest;
  } catch (error) {
    world.rollback();
    if (error instanceof ScenarioRuntimeError) return reject(`${error.reason} (${error.pointer})`);
    throw error;
  }
  world.commitTransaction();
  const rated = readRating(plan.tasks, values);
  for (const message of own.messages)
    collector.messages.push(
      rated !== undefined && message.importance === null && message.agent === slot.agent
        ? { ...message, importance: rated }
        : message,
    );
  collector.stopped = own.stopped;
  return undefined;
}

const reject = (reason: string): RejectionCause => ({ reason, toAgent: NO_LONGER_POSSIBLE });

/** Returns the first row of the answer that no longer exists. */
function findMissingRow(
  { inputs }: Task,
  values: Readonly<Record<string, Value>>,
  world: World,
): string | undefined {
  for (const [name, table] of inputs.refs) {
    const value = values[name] ?? null;
    const ids = Array.isArray(value) ? value : [value];
    const missing = ids.find((id) => typeof id === "string" && !world.get(table, id));
    if (missing !== undefined) return String(missing);
  }
  return undefined;
}

/** The answer as expressions see it: every input, with rows instead of their IDs. */
export function answerArguments(
  { inputs }: Task,
  values: Readonly<Record<string, Value>>,
  world: World,
): Record<string, Computed> {
  const resolved: Record<string, Computed> = {};
  for (const name of inputs.names) {
    const table = inputs.refs.get(name);
    const value = values[name] ?? null;
    resolved[name] = table === undefined ? value : resolveRows(value, table, world);
  }
  return resolved;
}

function resolveRows(value: Value, table: string, world: World): Computed {
  const row = (id: Value): Row | null =>
    typeof id === "string" ? (world.get(table, id) ?? null) : null;
  return Array.isArray(value) ? (value as readonly Value[]).map(row) : row(value);
}
