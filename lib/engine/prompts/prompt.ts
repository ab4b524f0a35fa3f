import { describeAnswer, type ResolvedAnswer, type ResolvedInputs } from "@/lib/domain/answers";
import type { Scenario, Value } from "@/lib/domain/scenario";
import type { AgentMemory } from "../memory";
import type { Memory } from "../base/memory";
import { addNullValuesOf, listMemories, MEMORY_LIST } from "../memory/list-memories";
import { IMPORTANCE_RATING, ratingName } from "../memory/rating";
import { NUMBERED_LIST, recordShownMemories, reflectionInputs } from "../memory/reflection-answers";
import { type Task, taskTitle } from "./task";
import type { RenderTemplate } from "../kit/compiler";
import { PROMPT_PARTS, type PromptPart } from "../base/contract";
import type { EvaluationContext } from "../kit/evaluation-context";
import type { TemplateViewer } from "../templates/contract";
import { cutToBudget } from "../tokens/token-budget";

/** Profile and memory of one agent type. */
export type Persona = { readonly profile: RenderTemplate; readonly memory: AgentMemory };

type OfferedTask = { readonly task: Task; readonly inputs: ResolvedInputs };

/** Content of a prompt for one decision. */
export type PromptContent = {
  readonly persona: Persona;
  readonly tasks: readonly Task[];
  /** An agent's memories, oldest first, and the selected ones, most needed first. */
  readonly memories: readonly Memory[];
  readonly chosen: readonly Memory[];
  /** Whether the answer includes an importance rating. */
  readonly rated: boolean;
};

/** Maximum tokens of each part of a prompt. */
export type PromptBudget = Scenario["calls"]["budget"];

export type Prompt = {
  readonly text: string;
  readonly answer: ResolvedAnswer;
  /** The parts that were cut to their budget. */
  readonly trimmed: readonly PromptPart[];
  /** Recorded next to the answer. */
  readonly given?: Readonly<Record<string, Value>>;
};

/**
 * Writes the user message of a prompt, least variable parts first: profile, memory, task, answer
 * format. Empty parts are omitted; parts above their budget are cut, except the answer format.
 * @throws TokenTableMissing if tokens must be counted and the table is not loaded
 */
export function writePrompt(
  { persona, tasks, memories, chosen, rated }: PromptContent,
  {
    budget,
    context,
    viewer,
  }: {
    readonly budget: PromptBudget;
    readonly context: EvaluationContext;
    readonly viewer: TemplateViewer;
  },
): Prompt {
  const reflects = tasks[0]?.reflects;
  const profile = cutToBudget(persona.profile(context, viewer).trim(), budget.profile);
  const listed = listMemories({
    memories,
    chosen,
    budget: budget.memory,
    format: reflects ? NUMBERED_LIST : MEMORY_LIST,
  });
  if (context.nullValues) addNullValuesOf(listed.shown, context.nullValues);
  const observation = cutToBudget(describeTasks(tasks, context, viewer), budget.observation);
  const answer = resolveAnswerShape(tasks, { rated, listed: listed.shown.length, context });
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

/** Joins the non-empty parts of a prompt. */
export const joinParts = (parts: readonly string[]): string =>
  parts.filter((part) => part !== "").join("\n\n");

/**
 * Resolves the shape of the answer: the inputs of the only task, or a choice with the inputs of
 * each; with an importance rating if `rated`. A reflection may cite as many memories as are listed.
 */
export function resolveAnswerShape(
  tasks: readonly Task[],
  {
    rated,
    listed,
    context,
  }: { readonly rated: boolean; readonly listed: number; readonly context: EvaluationContext },
): ResolvedAnswer {
  const key = ratingName(tasks);
  const offers = tasks.map((task): OfferedTask => {
    const inputs = task.reflects
      ? reflectionInputs(task.reflects.insights, listed)
      : task.inputs.resolve(context);
    return { task, inputs: rated && task.tells ? { ...inputs, [key]: IMPORTANCE_RATING } : inputs };
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

/** Renders the prompts of the offered tasks. */
export function describeTasks(
  tasks: readonly Task[],
  context: EvaluationContext,
  viewer: TemplateViewer,
): string {
  const [only, ...others] = tasks;
  if (only && others.length === 0) return only.prompt(context, viewer).trim();
  const options = tasks.map((task) => {
    const text = task.prompt(context, viewer).trim();
    return text === "" ? taskTitle(task) : `${taskTitle(task)}:\n${text}`;
  });
  return ["You may do one of the following.", ...options].join("\n\n");
}
