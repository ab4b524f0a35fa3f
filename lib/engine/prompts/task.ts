import { findImpossibleInput } from "@/lib/domain/answers";
import type { DecisionKind } from "@/lib/domain/decision";
import type { Effect, Scenario } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import { getOwn } from "../base/schema";
import type { ApplyEffect } from "../effects";
import type { CompiledInputs } from "./inputs";
import type { Evaluate, RenderTemplate } from "../kit/compiler";
import type { EvaluationContext } from "../kit/evaluation-context";

export type Requirement = {
  readonly holds: Evaluate<boolean>;
  readonly otherwise: string | undefined;
  readonly source: string;
  readonly pointer: string;
};

/** A compiled task of an agent: an action for one agent type, or a questionnaire. */
export type Task = {
  readonly name: string;
  readonly kind: DecisionKind;
  readonly label: string | undefined;
  readonly description: string | undefined;
  readonly pointer: string;
  /** Model group that answers; the agent's own if undefined. */
  readonly group: string | undefined;
  readonly when: Evaluate<boolean> | undefined;
  readonly prompt: RenderTemplate;
  readonly inputs: CompiledInputs;
  readonly requirements: readonly Requirement[];
  readonly act: ApplyEffect;
  /** Inputs to assume after invalid answers; undefined to skip the decision. */
  readonly fallback: ReadonlyMap<string, Evaluate<Computed>> | undefined;
  /** Whether its effects may send messages, whose importance the agent may have to rate. */
  readonly tells?: boolean;
  /**
   * Asks for up to this number of insights from the agent's memories, which are listed by number.
   */
  readonly reflects?: { readonly insights: number };
};

/** Whether effects may send messages, in procedures of the scenario, too. */
export function mayTell(effects: readonly Effect[], { procedures = {} }: Scenario): boolean {
  const seen = new Set<string>();
  const tells = (list: readonly Effect[]): boolean =>
    list.some(
      (effect) =>
        "tell" in effect ||
        ("do" in effect && tells(effect.do)) ||
        ("else" in effect && tells(effect.else ?? [])) ||
        ("call" in effect && calledTells(effect.call)),
    );
  const calledTells = (name: string): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    return tells(getOwn(procedures, name)?.do ?? []);
  };
  return tells(effects);
}

export const isAutomatic = (task: Task): boolean => task.inputs.names.length === 0;

/** Title of a task for agents and researchers. */
export const taskTitle = (task: Task): string => task.label ?? task.name;

/**
 * Whether the task is available to the agent of this context: its `when` is true and an answer is
 * possible.
 */
export function isAvailable({ when, inputs }: Task, context: EvaluationContext): boolean {
  if (when && !when(context)) return false;
  return !inputs.mayBeImpossible || findImpossibleInput(inputs.resolve(context)) === undefined;
}
