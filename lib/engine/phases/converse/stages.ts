import { NEXT_INPUT, SCRIPT_INPUT } from "@/lib/domain/answers";
import type { DecisionOutcome } from "@/lib/domain/decision";
import type { EffectOutcome } from "../../effects";
import { childDraws } from "../../random";
import type { Row } from "../../base/row";
import type { DecisionSlot } from "../../base/contract";
import { LIMITS } from "../../base/limits";
import type { EvaluationContext, Variables } from "../../kit/evaluation-context";
import { shouldYield } from "../../base/interruptible";
import type { StepContexts } from "../../population/step-contexts";
import { toDecisionContext } from "../decision-context";
import { applyDecisions } from "../apply-decisions";
import type { CompiledPhase, PlannedDecision } from "../contract";
import { isAutomatic, isAvailable, type Task } from "../../prompts/task";
import type { CompiledConversation } from "./conversation";
import {
  type Activity,
  nextAtRandom,
  type ConversationState,
  MIN_MEMBERS,
  nextInOrder,
  nextNamed,
  dropAbsentMembers,
  type ConversationProgress,
  readProgress,
  shareDone,
  withScript,
  writeProgress,
} from "./conversation-state";
import type { Groups } from "./groups";
import { DRAFT, LIMIT, CONVERSATION_NUMBER, TURN } from "./conversation-parts";
import { scriptLines } from "./script-task";

/**
 * Every group of a phase holds its conversation, all at the same time: a stage is one turn in each
 * conversation that is still going, asked on the same world. When all are over, all members make
 * their closing decisions, and then each conversation has its effects, in order.
 */
export function compileStages(conversation: CompiledConversation, groups: Groups): CompiledPhase {
  const { name, tasks } = conversation;
  const stand = (contexts: StepContexts, state: unknown): ConversationProgress =>
    state === null
      ? startConversations(conversation, groups, contexts)
      : resumeConversations(conversation, readProgress(state), contexts);

  return {
    plan: function* (contexts, { state }) {
      const { activity, exchanges } = stand(contexts, state);
      const task = tasks[activity];
      const plan = new StagePlan(conversation, contexts);
      for (const [position, exchange] of exchanges.entries()) {
        if (shouldYield(position)) yield;
        if (task) plan.add(task, decidersIn(exchange, activity, conversation, contexts), exchange);
      }
      return plan.planned;
    },
    commit: function* (contexts, planned, outcomes, outcome, { state }) {
      const before = stand(contexts, state);
      const rejections = yield* applyDecisions(contexts, planned, outcomes, outcome);
      const answered = new Map(planned.map(({ slot }, seq) => [slot.about, outcomes[seq]]));
      const exchanges = before.exchanges.map((exchange) =>
        exchange.over
          ? exchange
          : advanceConversation(
              exchange,
              before.activity,
              answered.get(conversationLabel(name, exchange)),
              conversation,
              contexts,
            ),
      );
      const next = activityAfter(before.activity, exchanges, conversation);
      if (next === undefined) {
        concludeConversations(conversation, exchanges, contexts, outcome);
        return { rejections };
      }
      const after = { activity: next, exchanges };
      return { rejections, next: { state: writeProgress(after), done: shareDone(after) } };
    },
  };
}

/** Unlike the id of any row: turns are rows of a table of this name. */
const conversationLabel = (name: string, { number }: ConversationState): string =>
  `${name}#${number}`;

function startConversations(
  conversation: CompiledConversation,
  groups: Groups,
  contexts: StepContexts,
): ConversationProgress {
  const { name, mode, next, limit, moderator } = conversation;
  // Numbers go on from those of earlier rounds and phases, so that each conversation has its own.
  let number = contexts.world
    .rows(name)
    .reduce((most, row) => Math.max(most, Number(row["conversation"])), 0);
  const exchanges = groups
    .form(contexts)
    .flatMap(({ members, subject, part }): ConversationState[] => {
      if (members.length < MIN_MEMBERS) return [];
      number += 1;
      const base = {
        number,
        part,
        row: subject?.id ?? null,
        members: members.map(({ id }) => id),
        moderator: null,
        limit: 0,
        asked: 0,
        speaker: null,
        last: null,
        over: false,
        script: [],
      };
      const moderated = {
        ...base,
        moderator: moderator?.(conversationContext(base, conversation, contexts))?.id ?? null,
      };
      const most = limit(conversationContext(moderated, conversation, contexts));
      const ready = { ...moderated, limit: most, over: most < 1 };
      return [
        ready.over || mode !== "agent"
          ? ready
          : withNextSpeaker(ready, undefined, conversation, contexts),
      ];
    });
  return {
    activity: mode === "agent" ? (next === "moderator" ? "next" : "turn") : "script",
    exchanges,
  };
}

/**
 * The conversations on the world as it is now; those whose group is gone are not even concluded.
 */
function resumeConversations(
  { memberType, rowTable }: CompiledConversation,
  { activity, exchanges }: ConversationProgress,
  { world }: StepContexts,
): ConversationProgress {
  const isThere = (id: string): boolean => world.get(memberType, id) !== undefined;
  const still = exchanges.filter(
    ({ row }) => row === null || rowTable === undefined || world.get(rowTable, row) !== undefined,
  );
  return { activity, exchanges: still.map((exchange) => dropAbsentMembers(exchange, isThere)) };
}

/** Who is asked in a stage: undefined is the environment. */
function decidersIn(
  exchange: ConversationState,
  activity: Activity,
  conversation: CompiledConversation,
  { world }: StepContexts,
): readonly (Row | undefined)[] {
  const { memberType, moderatorType } = conversation;
  const agents = (type: string, ids: readonly (string | null)[]): readonly Row[] =>
    ids.flatMap((id) => (id === null ? [] : (world.get(type, id) ?? [])));
  if (activity === "closing") return agents(memberType, exchange.members);
  if (exchange.over) return [];
  if (activity === "script") return [undefined];
  return activity === "turn"
    ? agents(memberType, [exchange.speaker])
    : agents(moderatorType ?? "", [exchange.moderator]);
}

/** Collects the decisions of a stage: an agent may take part in several conversations. */
class StagePlan {
  readonly planned: PlannedDecision[] = [];
  private readonly slots = new Map<string, number>();

  constructor(
    private readonly conversation: CompiledConversation,
    private readonly contexts: StepContexts,
  ) {}

  /** The same is asked of all these agents. */
  add(task: Task, agents: readonly (Row | undefined)[], exchange: ConversationState): void {
    if (agents.length === 0) return;
    const { name, memberType, moderatorType, rowTable } = this.conversation;
    const { kind } = task;
    const subject = conversationSubject(exchange, this.conversation, this.contexts);
    const vars = conversationVariables(exchange, this.conversation, this.contexts);
    const about = conversationLabel(name, exchange);
    const part = `${exchange.part}: ${kind} ${exchange.asked}`;
    for (const agent of agents) {
      const id = agent?.id ?? "world-1";
      const slot = this.slots.get(id) ?? 0;
      const agentType =
        agent === undefined
          ? "world"
          : kind === "next"
            ? (moderatorType ?? memberType)
            : memberType;
      const base: DecisionSlot = {
        seq: this.planned.length,
        agentType,
        agent: id,
        slot,
        kind,
        about,
        offered: [name],
        automatic: isAutomatic(task),
      };
      const whole =
        subject && rowTable !== undefined
          ? { ...base, row: { table: rowTable, id: subject.id } }
          : base;
      const planned: PlannedDecision = { slot: whole, agent, tasks: [task], subject, vars, part };
      if (
        !isAvailable(
          task,
          this.contexts.agent(toDecisionContext(planned), { steps: LIMITS.momentSteps }, true),
        )
      )
        continue;
      this.slots.set(id, slot + 1);
      this.planned.push(planned);
    }
  }
}

/** What prompts and expressions see of a conversation, and what the engine has to know of it. */
function conversationVariables(
  exchange: ConversationState,
  { name, memberType, moderatorType }: CompiledConversation,
  { world }: StepContexts,
): Variables {
  const { number, members, moderator, asked, limit, script } = exchange;
  return {
    turns: world.lookup(name, "conversation", number),
    members: members.flatMap((id) => world.get(memberType, id) ?? []),
    ...(moderatorType !== undefined && {
      moderator: moderator === null ? null : (world.get(moderatorType, moderator) ?? null),
    }),
    [CONVERSATION_NUMBER]: number,
    [TURN]: asked + 1,
    [LIMIT]: limit,
    ...(script[0] && { [DRAFT]: script[0].text }),
  };
}

const conversationSubject = (
  { row }: ConversationState,
  { rowTable }: CompiledConversation,
  { world }: StepContexts,
): Row | undefined =>
  row === null || rowTable === undefined ? undefined : world.get(rowTable, row);

/** The environment’s context in one conversation; its draws are those of this turn of it. */
function conversationContext(
  exchange: ConversationState,
  conversation: CompiledConversation,
  contexts: StepContexts,
): EvaluationContext {
  const context = contexts.environment();
  const subject = conversationSubject(exchange, conversation, contexts);
  const vars = {
    ...context.vars,
    ...(subject && { row: subject }),
    ...conversationVariables(exchange, conversation, contexts),
  };
  return {
    ...context,
    vars,
    draws: childDraws(childDraws(context.draws, exchange.part), `turn ${exchange.asked}`),
  };
}

/**
 * A conversation after what was just decided in it; without an answer nothing was said, and it goes
 * on.
 */
function advanceConversation(
  exchange: ConversationState,
  activity: Activity,
  answer: DecisionOutcome | undefined,
  conversation: CompiledConversation,
  contexts: StepContexts,
): ConversationState {
  const { mode, memberType } = conversation;
  const isThere = (id: string): boolean => contexts.world.get(memberType, id) !== undefined;
  switch (activity) {
    case "script":
      if (mode === "script") return { ...exchange, over: true };
      return withScript(exchange, scriptLines(answer?.values?.[SCRIPT_INPUT] ?? null));
    case "next":
      return {
        ...exchange,
        speaker: nextNamed(exchange.members, answer?.values?.[NEXT_INPUT], exchange.last, isThere),
      };
    case "turn": {
      const after = {
        ...exchange,
        asked: exchange.asked + 1,
        last: exchange.speaker,
        script: exchange.script.slice(1),
      };
      const isOver =
        after.asked >= after.limit ||
        conversation.end?.(conversationContext(after, conversation, contexts)) === true;
      return isOver
        ? { ...after, over: true }
        : withNextSpeaker(after, answer?.values?.[NEXT_INPUT], conversation, contexts);
    }
    case "closing":
      return exchange;
  }
}

/** The conversation with whose turn it is next; over when it is no one's. */
function withNextSpeaker(
  exchange: ConversationState,
  name: unknown,
  conversation: CompiledConversation,
  contexts: StepContexts,
): ConversationState {
  const { mode, next, chosen, memberType } = conversation;
  const { members, last, script } = exchange;
  const isThere = (id: string): boolean => contexts.world.get(memberType, id) !== undefined;
  const settled = (speaker: string | null): ConversationState => ({
    ...exchange,
    speaker,
    over: speaker === null,
  });
  if (mode === "hybrid") return settled(script[0]?.speaker ?? null);
  if (typeof next === "object") {
    const id = chosen?.(conversationContext(exchange, conversation, contexts))?.id ?? null;
    return settled(id !== null && members.includes(id) && isThere(id) ? id : null);
  }
  switch (next) {
    case "roundRobin":
      return settled(nextInOrder(members, last, isThere));
    case "random":
      return settled(
        nextAtRandom(
          members,
          last,
          isThere,
          conversationContext(exchange, conversation, contexts).draws.uniform("next", 0),
        ),
      );
    case "lastSpeaker":
      return settled(nextNamed(members, name, last, isThere));
    case "moderator":
      return { ...exchange, speaker: null };
  }
}

/** What the next stage asks; undefined when nothing is left to ask. */
function activityAfter(
  activity: Activity,
  exchanges: readonly ConversationState[],
  { next, tasks, mode }: CompiledConversation,
): Activity | undefined {
  if (activity === "closing") return undefined;
  if (exchanges.some(({ over }) => !over))
    return activity === "turn" && mode === "agent" && next === "moderator" ? "next" : "turn";
  return tasks.closing && exchanges.length > 0 ? "closing" : undefined;
}

/** The effects of every conversation, in order. */
function concludeConversations(
  conversation: CompiledConversation,
  exchanges: readonly ConversationState[],
  contexts: StepContexts,
  outcome: EffectOutcome,
): void {
  for (const exchange of exchanges)
    conversation.after({ ...conversationContext(exchange, conversation, contexts), outcome });
}
