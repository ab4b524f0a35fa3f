import type { ParameterValues } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import type { Datasets } from ".";
import { drawsFor, childDraws } from "../random";
import type { Draws, Row } from "../base/row";
import type { World } from "../world/world";
import type { Step } from "../base/contract";
import { LIMITS } from "../base/limits";
import type { EvaluationContext, Variables } from "../kit/evaluation-context";
import type { ViewAccess } from "../kit/agent-views";

/** The id that names the draws of the environment. */
const ENVIRONMENT = "world-1";

/** One decision of an agent in a step, and with `each` the row that it is about. */
export type DecisionContext = {
  readonly agentType: string;
  /** Undefined for the environment. */
  readonly agent: Row | undefined;
  readonly slot: number;
  readonly subject: Row | undefined;
  readonly vars?: Variables;
  /** Distinguishes the draws from those of other decisions of the agent in this phase. */
  readonly part?: string;
};

/** Creates the evaluation contexts of one step, for the environment and for single agents. */
export class StepContexts {
  readonly draws: Draws;
  private readonly shared: {
    readonly world: Row | null;
    readonly param: ParameterValues;
    readonly round: number;
  };

  constructor(
    readonly step: Pick<Step, "round" | "key">,
    readonly world: World,
    readonly seed: number,
    readonly param: ParameterValues,
    private readonly viewsOf: (agentType: string) => ViewAccess,
    /** Creates the contexts of the setup. */
    readonly datasets: Datasets = {},
  ) {
    this.draws = drawsFor(seed, step.round, step.key, "");
    this.shared = { world: world.get("world", "world-1") ?? null, param, round: step.round };
  }

  /** Returns the context of the environment: rules, interventions and measures. */
  environment(steps: number = LIMITS.phaseSteps): EvaluationContext {
    return { world: this.world, vars: this.shared, draws: this.draws, budget: { steps } };
  }

  /**
   * Returns the context of an agent; `frozen` only if the world does not change while it is used.
   */
  agent(
    { agentType, agent, slot, subject, vars: further, part }: DecisionContext,
    budget: { steps: number },
    frozen: boolean,
  ): EvaluationContext {
    const own = drawsFor(this.seed, this.step.round, this.step.key, agent?.id ?? ENVIRONMENT);
    const draws =
      part !== undefined
        ? childDraws(own, part)
        : slot === 0
          ? own
          : childDraws(own, `slot ${slot}`);
    const { world, param, round } = this.shared;
    const vars: Record<string, Computed> = { world, param, round };
    if (agent) vars["self"] = agent;
    if (subject) vars["row"] = subject;
    if (further) Object.assign(vars, further);
    const context = { world: this.world, vars, draws, budget };
    const views = agent && this.viewsOf(agentType);
    if (views && !views.isEmpty) vars["view"] = views.fields(context, frozen);
    return context;
  }
}
