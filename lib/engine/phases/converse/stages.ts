import { NEXT_INPUT, SCRIPT_INPUT } from "@/lib/domain/answers";
import type { DecisionOutcome } from "@/lib/domain/decision";
import type { Outcome } from "../../effects";
import { within } from "../../random";
import type { Row } from "../../base/row";
import type { DecisionSlot } from "../../base/contract";
import { LIMITS } from "../../base/limits";
import type { EvaluationContext, Variables } from "../../kit/evaluation-context";
import { shouldYield } from "../../base/interruptible";
import type { StepContexts } from "../../population/step-contexts";
import { occasionOf } from "../occasion";
import { applyDecisions } from "../apply";
import type { CompiledPhase, Planned } from "../contract";
import { asksNothing, isAvailable, type Task } from "../../prompts/task";
import type { CompiledConversation } from "./conversation";
import {
  type Activity,
  atRandom,
  type Exchange,
  FEWEST_MEMBERS,
  inOrder,
  named,
  onlyPresent,
  type Progress,
  readProgress,
  shareDone,
  withScript,
  writeProgress,
} from "./exchange";
import type { Groups } from "./groups";
import { DRAFT, LIMIT, NUMBER, TURN } from "./scene";
import { linesOf } from "./scripting";

/**
 * Every group of a phase holds its conversation, all at the same time: a stage is one turn in each conversation that is still
 * going, asked on the same world. When all are over, all members make their closing decisions, and then each conversation has
 * its effects, in order.
 */
export function stagesOf(conversation: CompiledConversation, groups: Groups): CompiledPhase {
  const { name, tasks } = conversation;
  const stand = (contexts: StepContexts, state: unknown): Progress =>
    state === null
      ? begin(conversation, groups, contexts)
      : resume(conversation, readProgress(state), contexts);

  return {
    plan: function* (contexts, { state }) {
      const { activity, exchanges } = stand(contexts, state);
      const task = tasks[activity];
      const plan = new Plan(conversation, contexts);
      for (const [position, exchange] of exchanges.entries()) {
        if (shouldYield(position)) yield;
        if (task) plan.add(task, askedIn(exchange, activity, conversation, contexts), exchange);
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
          : advance(
              exchange,
              before.activity,
              answered.get(aboutOf(name, exchange)),
              conversation,
              contexts,
            ),
      );
      const next = activityAfter(before.activity, exchanges, conversation);
      if (next === undefined) {
        conclude(conversation, exchanges, contexts, outcome);
        return { rejections };
      }
      const after = { activity: next, exchanges };
      return { rejections, next: { state: writeProgress(after), done: shareDone(after) } };
    },
  };
}

/** Unlike the id of any row: turns are rows of a table of this name. */
const aboutOf = (name: string, { number }: Exchange): string => `${name}#${number}`;

function begin(
  conversation: CompiledConversation,
  groups: Groups,
  contexts: StepContexts,
): Progress {
  const { name, mode, next, limit, moderator } = conversation;
  // Numbers go on from those of earlier rounds and phases, so that each conversation has its own.
  let number = contexts.world
    .rows(name)
    .reduce((most, row) => Math.max(most, Number(row["conversation"])), 0);
  const exchanges = groups.form(contexts).flatMap(({ members, subject, part }): Exchange[] => {
    if (members.length < FEWEST_MEMBERS) return [];
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
      moderator: moderator?.(momentOf(base, conversation, contexts))?.id ?? null,
    };
    const most = limit(momentOf(moderated, conversation, contexts));
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

/** The conversations on the world as it is now; those whose group is gone are not even concluded. */
function resume(
  { memberType, rowTable }: CompiledConversation,
  { activity, exchanges }: Progress,
  { world }: StepContexts,
): Progress {
  const isThere = (id: string): boolean => world.get(memberType, id) !== undefined;
  const still = exchanges.filter(
    ({ row }) => row === null || rowTable === undefined || world.get(rowTable, row) !== undefined,
  );
  return { activity, exchanges: still.map((exchange) => onlyPresent(exchange, isThere)) };
}

/** Who is asked in a stage: undefined is the environment. */
function askedIn(
  exchange: Exchange,
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
class Plan {
  readonly planned: Planned[] = [];
  private readonly slots = new Map<string, number>();

  constructor(
    private readonly conversation: CompiledConversation,
    private readonly contexts: StepContexts,
  ) {}

  /** The same is asked of all these agents. */
  add(task: Task, agents: readonly (Row | undefined)[], exchange: Exchange): void {
    if (agents.length === 0) return;
    const { name, memberType, moderatorType, rowTable } = this.conversation;
    const { kind } = task;
    const subject = subjectOf(exchange, this.conversation, this.contexts);
    const vars = variablesOf(exchange, this.conversation, this.contexts);
    const about = aboutOf(name, exchange);
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
        automatic: asksNothing(task),
      };
      const whole =
        subject && rowTable !== undefined
          ? { ...base, row: { table: rowTable, id: subject.id } }
          : base;
      const planned: Planned = { slot: whole, agent, tasks: [task], subject, vars, part };
      if (
        !isAvailable(
          task,
          this.contexts.agent(occasionOf(planned), { steps: LIMITS.momentSteps }, true),
        )
      )
        continue;
      this.slots.set(id, slot + 1);
      this.planned.push(planned);
    }
  }
}

/** What prompts and expressions see of a conversation, and what the engine has to know of it. */
function variablesOf(
  exchange: Exchange,
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
    [NUMBER]: number,
    [TURN]: asked + 1,
    [LIMIT]: limit,
    ...(script[0] && { [DRAFT]: script[0].text }),
  };
}

const subjectOf = (
  { row }: Exchange,
  { rowTable }: CompiledConversation,
  { world }: StepContexts,
): Row | undefined =>
  row === null || rowTable === undefined ? undefined : world.get(rowTable, row);

/** Nobody's moment in one conversation; its draws are those of this turn of it. */
function momentOf(
  exchange: Exchange,
  conversation: CompiledConversation,
  contexts: StepContexts,
): EvaluationContext {
  const context = contexts.environment();
  const subject = subjectOf(exchange, conversation, contexts);
  const vars = {
    ...context.vars,
    ...(subject && { row: subject }),
    ...variablesOf(exchange, conversation, contexts),
  };
  return {
    ...context,
    vars,
    draws: within(within(context.draws, exchange.part), `turn ${exchange.asked}`),
  };
}

/** A conversation after what was just decided in it; without an answer nothing was said, and it goes on. */
function advance(
  exchange: Exchange,
  activity: Activity,
  answer: DecisionOutcome | undefined,
  conversation: CompiledConversation,
  contexts: StepContexts,
): Exchange {
  const { mode, memberType } = conversation;
  const isThere = (id: string): boolean => contexts.world.get(memberType, id) !== undefined;
  switch (activity) {
    case "script":
      if (mode === "script") return { ...exchange, over: true };
      return withScript(exchange, linesOf(answer?.values?.[SCRIPT_INPUT] ?? null));
    case "next":
      return {
        ...exchange,
        speaker: named(exchange.members, answer?.values?.[NEXT_INPUT], exchange.last, isThere),
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
        conversation.end?.(momentOf(after, conversation, contexts)) === true;
      return isOver
        ? { ...after, over: true }
        : withNextSpeaker(after, answer?.values?.[NEXT_INPUT], conversation, contexts);
    }
    case "closing":
      return exchange;
  }
}

/** The conversation with whose turn it is next; over when it is nobody's. */
function withNextSpeaker(
  exchange: Exchange,
  name: unknown,
  conversation: CompiledConversation,
  contexts: StepContexts,
): Exchange {
  const { mode, next, chosen, memberType } = conversation;
  const { members, last, script } = exchange;
  const isThere = (id: string): boolean => contexts.world.get(memberType, id) !== undefined;
  const settled = (speaker: string | null): Exchange => ({
    ...exchange,
    speaker,
    over: speaker === null,
  });
  if (mode === "hybrid") return settled(script[0]?.speaker ?? null);
  if (typeof next === "object") {
    const id = chosen?.(momentOf(exchange, conversation, contexts))?.id ?? null;
    return settled(id !== null && members.includes(id) && isThere(id) ? id : null);
  }
  switch (next) {
    case "roundRobin":
      return settled(inOrder(members, last, isThere));
    case "random":
      return settled(
        atRandom(
          members,
          last,
          isThere,
          momentOf(exchange, conversation, contexts).draws.uniform("next", 0),
        ),
      );
    case "lastSpeaker":
      return settled(named(members, name, last, isThere));
    case "moderator":
      return { ...exchange, speaker: null };
  }
}

/** What the next stage asks; undefined when nothing is left to ask. */
function activityAfter(
  activity: Activity,
  exchanges: readonly Exchange[],
  { next, tasks, mode }: CompiledConversation,
): Activity | undefined {
  if (activity === "closing") return undefined;
  if (exchanges.some(({ over }) => !over))
    return activity === "turn" && mode === "agent" && next === "moderator" ? "next" : "turn";
  return tasks.closing && exchanges.length > 0 ? "closing" : undefined;
}

/** The effects of every conversation, in order. */
function conclude(
  conversation: CompiledConversation,
  exchanges: readonly Exchange[],
  contexts: StepContexts,
  outcome: Outcome,
): void {
  for (const exchange of exchanges)
    conversation.after({ ...momentOf(exchange, conversation, contexts), outcome });
}
