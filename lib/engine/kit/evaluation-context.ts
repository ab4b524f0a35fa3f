import type { Computed, Scope } from "../expressions/contract";
import { childDraws } from "../random";
import type { Draws } from "../base/row";
import type { World } from "../world/world";

/**
 * Something a scenario can do wrong while it runs: the decision is rejected or, where no one
 * decided, the run fails.
 */
export class ScenarioRuntimeError extends Error {
  constructor(
    /** A sentence for the researcher. */
    readonly reason: string,
    /** JSON pointer into the scenario. */
    readonly pointer: string,
    /** The expression or template, when one was the cause. */
    readonly source?: string,
  ) {
    super(reason);
    this.name = "MomentError";
  }
}

export type Variables = { readonly [name: string]: Computed };

/**
 * What is shared by all evaluations in one context: one agent's prompt, one decision, one run of a
 * phase's rules.
 */
export type EvaluationContext = {
  readonly world: World;
  readonly vars: Variables;
  /** Draws of this context; every expression draws its own part of them. */
  readonly draws: Draws;
  readonly budget: { steps: number };
};

/** The draws of the expression at `pointer`, made when it first draws: few expressions do. */
class LazyDraws implements Draws {
  private part: Draws | undefined;

  constructor(
    private readonly contextDraws: Draws,
    private readonly pointer: string,
  ) {}

  uniform(name: string, index: number): number {
    this.part ??= childDraws(this.contextDraws, this.pointer);
    return this.part.uniform(name, index);
  }
}

export const createScope = (context: EvaluationContext, pointer: string): Scope => ({
  vars: context.vars,
  world: context.world,
  draws: new LazyDraws(context.draws, pointer),
  budget: context.budget,
});

/** The same context with further variables. */
export const withVariables = (context: EvaluationContext, vars: Variables): EvaluationContext => ({
  ...context,
  vars: { ...context.vars, ...vars },
});
