import { describeAnswer, type ResolvedAnswer, type ResolvedInputs } from "@/lib/domain/answers";
import type { Scenario, Value } from "@/lib/domain/scenario";
import type { AgentMemory } from "../memory";
import type { Memory } from "../base/memory";
import { listMemories, MEMORY_LIST } from "../memory/list-memories";
import { RATING, ratingName } from "../memory/rating";
import { NUMBERED_LIST, recordShownMemories, reflectionInputs } from "../memory/reflection-answers";
import { type Task, taskTitle } from "./task";
import type { Render } from "../kit/compiler";
import { PROMPT_PARTS, type PromptPart } from "../base/contract";
import type { EvaluationContext } from "../kit/evaluation-context";
import type { Viewer } from "../templates/contract";
import { cutToBudget } from "../tokens/token-budget";

/** What a prompt says about one type of agent. */
export type Persona = { readonly profile: Render; readonly memory: AgentMemory };

type OfferedTask = { readonly task: Task; readonly inputs: ResolvedInputs };

/** Who is asked what. */
export type Question = {
  readonly persona: Persona;
  readonly tasks: readonly Task[];
  /** An agent's memories, oldest first, and those to be shown, most needed first. */
  readonly memories: readonly Memory[];
  readonly chosen: readonly Memory[];
  /** Whether the answer rates how important the moment is to the agent. */
  readonly rated: boolean;
};

/** The most tokens that each part of a prompt may have. */
export type Budget = Scenario["calls"]["budget"];

export type Prompt = {
  readonly text: string;
  readonly answer: ResolvedAnswer;
  /** The parts that were cut to their budget. */
  readonly trimmed: readonly PromptPart[];
  /** To be recorded with the answer. */
  readonly given?: Readonly<Record<string, Value>>;
};

/**
 * The user's part of a prompt, what changes least first: who the agent is, what it remembers, what
 * it is asked, and how to answer. Parts with nothing in them leave no trace; those beyond their
 * budget are cut, except how to answer.
 * @throws TokenTableMissing where tokens must be counted and the table is not loaded
 */
export function writePrompt(
  { persona, tasks, memories, chosen, rated }: Question,
  budget: Budget,
  context: EvaluationContext,
  viewer: Viewer,
): Prompt {
  const reflects = tasks[0]?.reflects;
  const profile = cutToBudget(persona.profile(context, viewer).trim(), budget.profile);
  const listed = listMemories(
    memories,
    chosen,
    budget.memory,
    reflects ? NUMBERED_LIST : MEMORY_LIST,
  );
  const observation = cutToBudget(describeTasks(tasks, context, viewer), budget.observation);
  const answer = answerShapeOf(tasks, rated, listed.shown.length, context);
  const cut: Readonly<Record<PromptPart, boolean>> = {
    profile: profile.cut,
    memory: listed.cut,
    observation: observation.cut,
  };
  return {
    text: joinParts([profile.text, listed.text, observation.text, describeAnswer(answer)]),
    answer,
    trimmed: PROMPT_PARTS.filter((part) => cut[part]),
    ...(reflects && { given: recordShownMemories(listed.shown) }),
  };
}

/** Parts of a prompt, one under the other. */
export const joinParts = (parts: readonly string[]): string =>
  parts.filter((part) => part !== "").join("\n\n");

/**
 * The shape of the answer: the inputs of the only thing on offer, or a choice with the inputs of
 * each; where `rated`, how important the moment is. A reflection may name as many memories as are
 * listed.
 */
export function answerShapeOf(
  tasks: readonly Task[],
  rated: boolean,
  listed: number,
  context: EvaluationContext,
): ResolvedAnswer {
  const key = ratingName(tasks);
  const offers = tasks.map((task): OfferedTask => {
    const inputs = task.reflects
      ? reflectionInputs(task.reflects.insights, listed)
      : task.inputs.resolve(context);
    return { task, inputs: rated && task.tells ? { ...inputs, [key]: RATING } : inputs };
  });
  const [only, ...others] = offers;
  if (only && others.length === 0) return { kind: "one", inputs: only.inputs };
  const actions = offers.map(({ task: { name, label, description }, inputs }) => {
    const about = {
      ...(label === undefined ? {} : { label }),
      ...(description === undefined ? {} : { description }),
    };
    return [name, { ...about, inputs }] as const;
  });
  return { kind: "choice", actions: Object.fromEntries(actions) };
}

/** What is asked, in words: what an agent sees and may do. */
export function describeTasks(
  tasks: readonly Task[],
  context: EvaluationContext,
  viewer: Viewer,
): string {
  const [only, ...others] = tasks;
  if (only && others.length === 0) return only.prompt(context, viewer).trim();
  const options = tasks.map((task) => {
    const text = task.prompt(context, viewer).trim();
    return text === "" ? taskTitle(task) : `${taskTitle(task)}:\n${text}`;
  });
  return ["You may do one of the following.", ...options].join("\n\n");
}
