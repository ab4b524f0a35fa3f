import { NEXT_INPUT, SCRIPT_INPUT } from "@/lib/domain/answers";
import type { DecisionOutcome } from "@/lib/domain/decision";
import type { EffectCollector } from "../../effects";
import { childDraws } from "../../random";
import type { Row } from "../../base/row";
import type { DecisionSlot } from "../../base/contract";
import { LIMITS } from "../../base/limits";
import type { EvaluationContext, Variables } from "../../kit/evaluation-context";
import { type Interruptible, shouldYield } from "../../base/interruptible";
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
import type { ConversationGroups } from "./groups";
import { DRAFT, TURN_LIMIT, CONVERSATION_NUMBER, TURN_NUMBER } from "./conversation-parts";
import { scriptLines } from "./script-task";

/**
 * Compiles the stages of a phase with parallel conversations. Each stage asks one turn in every
 * active conversation, on the same world. After the last one, all members make their closing
 * decisions; then the effects of each conversation are applied in order.
 */
export function compileStages(
  conversation: CompiledConversation,
  groups: ConversationGroups,
): CompiledPhase {
  const { name, tasks } = conversation;
  const loadProgress = (contexts: StepContexts, state: unknown): ConversationProgress =>
    state === null
      ? startConversations(conversation, groups, contexts)
      : resumeConversations(conversation, readProgress(state), contexts);

  return {
    plan: function* (contexts, { state }) {
      const { activity, exchanges: states } = loadProgress(contexts, state);
      const task = tasks[activity];
      const plan = new StagePlan(conversation, contexts);
      for (const [position, conversationState] of states.entries()) {
        if (shouldYield(position)) yield;
        if (task)
          plan.add(
            task,
            decidersIn(conversationState, { activity, conversation, contexts }),
            conversationState,
          );
      }
      return plan.planned;
    },
    commit: function* (decisions) {
      const { contexts, planned, outcomes, collector, stage } = decisions;
      const before = loadProgress(contexts, stage.state);
      const rejections = yield* applyDecisions(decisions);
      const answered = new Map(planned.map(({ slot }, seq) => [slot.about, outcomes[seq]]));
      const states = before.exchanges.map((conversationState) =>
        conversationState.over
          ? conversationState
          : advanceConversation(conversationState, {
              activity: before.activity,
              answer: answered.get(conversationLabel(name, conversationState)),
              conversation,
              contexts,
            }),
      );
      const next = activityAfter(before.activity, states, conversation);
      if (next === undefined) {
        yield* concludeConversations(conversation, { states, contexts, collector });
        return { rejections };
      }
      const after = { activity: next, exchanges: states };
      return { rejections, next: { state: writeProgress(after), done: shareDone(after) } };
    },
  };
}

/** Differs from the ID of any row, because turns are rows of a table of this name. */
const conversationLabel = (name: string, { number }: ConversationState): string =>
  `${name}#${number}`;

function startConversations(
  conversation: CompiledConversation,
  groups: ConversationGroups,
  contexts: StepContexts,
): ConversationProgress {
  const { name, mode, next, limit, moderator } = conversation;
  // Continues the numbers of earlier rounds and phases, so that each conversation has a unique one.
  let number = contexts.world
    .rows(name)
    .reduce((most, row) => Math.max(most, Number(row["conversation"])), 0);
  const states = groups
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
          : withNextSpeaker(ready, { name: undefined, conversation, contexts }),
      ];
    });
  return {
    activity: mode === "agent" ? (next === "moderator" ? "next" : "turn") : "script",
    exchanges: states,
  };
}

/**
 * Updates the conversations to the current world. Drops those whose group no longer exists, without
 * applying their effects.
 */
function resumeConversations(
  { memberType, rowTable }: CompiledConversation,
  { activity, exchanges: states }: ConversationProgress,
  { world }: StepContexts,
): ConversationProgress {
  const isPresent = (id: string): boolean => world.get(memberType, id) !== undefined;
  const remaining = states.filter(
    ({ row }) => row === null || rowTable === undefined || world.get(rowTable, row) !== undefined,
  );
  return { activity, exchanges: remaining.map((state) => dropAbsentMembers(state, isPresent)) };
}

/** Agents who are asked in a stage; undefined is the environment. */
function decidersIn(
  state: ConversationState,
  {
    activity,
    conversation,
    contexts: { world },
  }: {
    readonly activity: Activity;
    readonly conversation: CompiledConversation;
    readonly contexts: StepContexts;
  },
): readonly (Row | undefined)[] {
  const { memberType, moderatorType } = conversation;
  const agents = (type: string, ids: readonly (string | null)[]): readonly Row[] =>
    ids.flatMap((id) => (id === null ? [] : (world.get(type, id) ?? [])));
  if (activity === "closing") return agents(memberType, state.members);
  if (state.over) return [];
  if (activity === "script") return [undefined];
  return activity === "turn"
    ? agents(memberType, [state.speaker])
    : agents(moderatorType ?? "", [state.moderator]);
}

/**
 * Collects the decisions of a stage. An agent may take part in several conversations, so slots are
 * counted per agent.
 */
class StagePlan {
  readonly planned: PlannedDecision[] = [];
  private readonly slots = new Map<string, number>();

  constructor(
    private readonly conversation: CompiledConversation,
    private readonly contexts: StepContexts,
  ) {}

  /** Adds the same task for several agents. */
  add(task: Task, agents: readonly (Row | undefined)[], state: ConversationState): void {
    if (agents.length === 0) return;
    const { name, memberType, moderatorType, rowTable } = this.conversation;
    const { kind } = task;
    const subject = conversationSubject(state, this.conversation, this.contexts);
    const vars = conversationVariables(state, this.conversation, this.contexts);
    const about = conversationLabel(name, state);
    const part = `${state.part}: ${kind} ${state.asked}`;
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
          this.contexts.agent(toDecisionContext(planned), { steps: LIMITS.contextSteps }, true),
        )
      )
        continue;
      this.slots.set(id, slot + 1);
      this.planned.push(planned);
    }
  }
}

/** Variables of a conversation for prompts, expressions and the engine. */
function conversationVariables(
  state: ConversationState,
  { name, memberType, moderatorType }: CompiledConversation,
  { world }: StepContexts,
): Variables {
  const { number, members, moderator, asked, limit, script } = state;
  return {
    turns: world.lookup(name, "conversation", number),
    members: members.flatMap((id) => world.get(memberType, id) ?? []),
    ...(moderatorType !== undefined && {
      moderator: moderator === null ? null : (world.get(moderatorType, moderator) ?? null),
    }),
    [CONVERSATION_NUMBER]: number,
    [TURN_NUMBER]: asked + 1,
    [TURN_LIMIT]: limit,
    ...(script[0] && { [DRAFT]: script[0].text }),
  };
}

const conversationSubject = (
  { row }: ConversationState,
  { rowTable }: CompiledConversation,
  { world }: StepContexts,
): Row | undefined =>
  row === null || rowTable === undefined ? undefined : world.get(rowTable, row);

/** Context of the environment in one conversation, with the draws of the current turn. */
function conversationContext(
  state: ConversationState,
  conversation: CompiledConversation,
  contexts: StepContexts,
): EvaluationContext {
  const context = contexts.environment();
  const subject = conversationSubject(state, conversation, contexts);
  const vars = {
    ...context.vars,
    ...(subject && { row: subject }),
    ...conversationVariables(state, conversation, contexts),
  };
  return {
    ...context,
    vars,
    draws: childDraws(childDraws(context.draws, state.part), `turn ${state.asked}`),
  };
}

/**
 * Updates a conversation after a decision. Without a valid answer nothing is said, and it
 * continues.
 */
function advanceConversation(
  state: ConversationState,
  {
    activity,
    answer,
    conversation,
    contexts,
  }: {
    readonly activity: Activity;
    readonly answer: DecisionOutcome | undefined;
    readonly conversation: CompiledConversation;
    readonly contexts: StepContexts;
  },
): ConversationState {
  const { mode, memberType } = conversation;
  const isPresent = (id: string): boolean => contexts.world.get(memberType, id) !== undefined;
  switch (activity) {
    case "script":
      if (mode === "script") return { ...state, over: true };
      return withScript(state, scriptLines(answer?.values?.[SCRIPT_INPUT] ?? null));
    case "next":
      return {
        ...state,
        speaker: nextNamed(state.members, {
          name: answer?.values?.[NEXT_INPUT],
          last: state.last,
          isPresent,
        }),
      };
    case "turn": {
      const after = {
        ...state,
        asked: state.asked + 1,
        last: state.speaker,
        script: state.script.slice(1),
      };
      const isOver =
        after.asked >= after.limit ||
        conversation.end?.(conversationContext(after, conversation, contexts)) === true;
      return isOver
        ? { ...after, over: true }
        : withNextSpeaker(after, { name: answer?.values?.[NEXT_INPUT], conversation, contexts });
    }
    case "closing":
      return state;
  }
}

/** Determines the next speaker; the conversation is over if there is none. */
function withNextSpeaker(
  state: ConversationState,
  {
    name,
    conversation,
    contexts,
  }: {
    readonly name: unknown;
    readonly conversation: CompiledConversation;
    readonly contexts: StepContexts;
  },
): ConversationState {
  const { mode, next, chosen, memberType } = conversation;
  const { members, last, script } = state;
  const isPresent = (id: string): boolean => contexts.world.get(memberType, id) !== undefined;
  const settled = (speaker: string | null): ConversationState => ({
    ...state,
    speaker,
    over: speaker === null,
  });
  if (mode === "hybrid") return settled(script[0]?.speaker ?? null);
  if (typeof next === "object") {
    const id = chosen?.(conversationContext(state, conversation, contexts))?.id ?? null;
    return settled(id !== null && members.includes(id) && isPresent(id) ? id : null);
  }
  switch (next) {
    case "roundRobin":
      return settled(nextInOrder(members, last, isPresent));
    case "random":
      return settled(
        nextAtRandom(members, {
          last,
          isPresent,
          u: conversationContext(state, conversation, contexts).draws.uniform("next", 0),
        }),
      );
    case "lastSpeaker":
      return settled(nextNamed(members, { name, last, isPresent }));
    case "moderator":
      return { ...state, speaker: null };
  }
}

/** What the next stage asks; undefined after the last stage. */
function activityAfter(
  activity: Activity,
  states: readonly ConversationState[],
  { next, tasks, mode }: CompiledConversation,
): Activity | undefined {
  if (activity === "closing") return undefined;
  if (states.some(({ over }) => !over))
    return activity === "turn" && mode === "agent" && next === "moderator" ? "next" : "turn";
  return tasks.closing && states.length > 0 ? "closing" : undefined;
}

/** Applies the effects of every conversation, in order. */
function* concludeConversations(
  conversation: CompiledConversation,
  {
    states,
    contexts,
    collector,
  }: {
    readonly states: readonly ConversationState[];
    readonly contexts: StepContexts;
    readonly collector: EffectCollector;
  },
): Interruptible<void> {
  for (const state of states) {
    const rest = conversation.after({
      ...conversationContext(state, conversation, contexts),
      collector,
    });
    if (rest) yield* rest;
  }
}
