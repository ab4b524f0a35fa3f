import { findImpossibleInput } from "@/lib/domain/answers";
import type { DecisionKind } from "@/lib/domain/decision";
import type { Effect } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import type { ApplyEffect } from "../effects";
import type { CompiledInputs } from "./inputs";
import type { Evaluate, Render } from "../kit/compiler";
import type { EvaluationContext } from "../kit/evaluation-context";

export type Requirement = {
  readonly holds: Evaluate<boolean>;
  readonly otherwise: string | undefined;
  readonly source: string;
  readonly pointer: string;
};

/**
 * Something an agent can be asked to do, ready to run: an action for one type of agent, or a
 * questionnaire.
 */
export type Task = {
  readonly name: string;
  readonly kind: DecisionKind;
  readonly label: string | undefined;
  readonly description: string | undefined;
  readonly pointer: string;
  /** The group of endpoints that answers; the agent's own when undefined. */
  readonly group: string | undefined;
  readonly when: Evaluate<boolean> | undefined;
  readonly prompt: Render;
  readonly inputs: CompiledInputs;
  readonly requirements: readonly Requirement[];
  readonly act: ApplyEffect;
  /** Inputs to assume when no valid answer came; undefined to skip. */
  readonly fallback: ReadonlyMap<string, Evaluate<Computed>> | undefined;
  /**
   * Its effects may tell agents something, so that their memory may want to know how important that
   * is.
   */
  readonly tells?: boolean;
  /** Asks for so many conclusions from the agent's memories, which are listed by number. */
  readonly reflects?: { readonly insights: number };
};

/** Whether effects may tell agents something. */
export const mayTell = (effects: readonly Effect[]): boolean =>
  effects.some(
    (effect) =>
      "tell" in effect ||
      ("do" in effect && mayTell(effect.do)) ||
      ("else" in effect && mayTell(effect.else ?? [])),
  );

export const isAutomatic = (task: Task): boolean => task.inputs.names.length === 0;

/** The title under which agents and researchers know a task. */
export const taskTitle = (task: Task): string => task.label ?? task.name;

/**
 * Whether the task is on offer to the agent of this context: its `when` holds and some answer is
 * possible.
 */
export function isAvailable({ when, inputs }: Task, context: EvaluationContext): boolean {
  if (when && !when(context)) return false;
  return !inputs.mayBeImpossible || findImpossibleInput(inputs.resolve(context)) === undefined;
}
