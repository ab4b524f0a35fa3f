import type { Computed, Scope } from "../expressions/contract";
import { childDraws } from "../random";
import type { Draws } from "../base/row";
import type { World } from "../world/world";

/**
 * An error of the scenario at run time: the decision is rejected or, outside decisions, the run
 * fails.
 */
export class ScenarioRuntimeError extends Error {
  constructor(
    /** The reason, as a sentence for researchers. */
    readonly reason: string,
    /** JSON pointer into the scenario. */
    readonly pointer: string,
    /** The expression or template that failed, if any. */
    readonly source?: string,
  ) {
    super(reason);
    this.name = "MomentError";
  }
}

export type Variables = { readonly [name: string]: Computed };

/**
 * The state shared by all evaluations in one context: one agent's prompt, one decision, one run of
 * a phase's rules.
 */
export type EvaluationContext = {
  readonly world: World;
  readonly vars: Variables;
  /** The random draws of this context; every expression uses its own part of them. */
  readonly draws: Draws;
  readonly budget: { steps: number };
  /** Collects what templates print without a value, as written; undefined if nobody asks. */
  readonly nullValues?: Set<string> | undefined;
};

/** The draws of the expression at `pointer`, created on first use, because few expressions draw. */
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
  nullValues: context.nullValues,
});

/** Returns the context with additional variables. */
export const withVariables = (context: EvaluationContext, vars: Variables): EvaluationContext => ({
  ...context,
  vars: { ...context.vars, ...vars },
});
