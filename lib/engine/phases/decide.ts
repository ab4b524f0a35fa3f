import { ordinalOfRowId } from "@/lib/domain/scenario";
import { orderKey } from "../random";
import type { Row } from "../base/row";
import { type Compiler, childLocation, type SourceLocation, withNames } from "../kit/compiler";
import type { DecisionSlot } from "../base/contract";
import type { EvaluationContext } from "../kit/evaluation-context";
import type { StepContexts } from "../population/step-contexts";
import { ANY, rowOf } from "../base/types";
import { ADDRESSED } from "../world/definition";
import { applyDecisions } from "./apply-decisions";
import { type CompiledPhase, IDLE_PHASE, type PhaseKind, type PlannedDecision } from "./contract";
import { isAddressed, compileParticipantFilter, visitParticipants } from "./participants";
import { isAutomatic, isAvailable, type Task } from "../prompts/task";
import { type TurnOrder, compileTurnOrder } from "./turn-order";

/**
 * Compiles a phase in which agents choose among actions, or with `all` take each in turn; with
 * `each` once per row of a view. With simultaneous order, all decide on the same world; otherwise
 * one after the other, each on the world after the previous ones.
 */
export const decidePhase: PhaseKind<"decide"> = {
  key: "decide",
  compile: (phase, { pointer }, phases) => {
    const { compiler } = phases;
    const type = phase.decide;
    const location = { pointer, names: phases.agentNames(type) };
    const isType = compiler.checkKnown(childLocation(location, "decide").pointer, {
      what: "agent type",
      name: type,
      names: Object.keys(compiler.scenario.agents),
    });
    checkActions(phase.do, childLocation(location, "do"), compiler);
    if (!isType) {
      phases.tasks.skip("actions", phase.do);
      return IDLE_PHASE;
    }
    const subjects =
      phase.each === undefined
        ? undefined
        : compileSubjects(phase.each, childLocation(location, "each"), compiler);
    const subjectTable = subjects?.table;
    const at =
      subjects === undefined
        ? location
        : withNames(location, { row: subjectTable === undefined ? ANY : rowOf(subjectTable) });
    const tasks = [...new Set(phase.do)].flatMap(
      (name) => phases.tasks.action(name, at.names) ?? [],
    );
    if (!phase.all) checkSameModelGroup(phase.do, childLocation(location, "do"), compiler);
    const onlyAddressed = phase.activation === "addressed";
    const selection = compileParticipantFilter({
      where: phase.where,
      activation: onlyAddressed ? undefined : phase.activation,
      location,
      compiler,
    });
    const visit = visitParticipants(
      type,
      onlyAddressed ? { ...selection, active: isAddressed } : selection,
    );
    const listens = compiler.definition(type)?.fields.includes(ADDRESSED) === true;

    /**
     * Adds the decisions of one agent. Availability is checked in the same context that the prompt
     * will use.
     */
    const add: AddDecisions = (planned, { contexts, agent, context }) => {
      let slot = 0;
      for (const subject of subjects ? subjects.evaluate(context) : [undefined]) {
        const here = (): EvaluationContext =>
          slot === 0 && !subject
            ? context
            : contexts.agent({ agentType: type, agent, slot, subject }, context.budget, true);
        for (const choice of phase.all ? tasks.map((task) => [task]) : [tasks]) {
          const now = here();
          const offered = choice.filter((task) => isAvailable(task, now));
          if (offered.length === 0) continue;
          planned.push({
            slot: createSlot({
              seq: planned.length,
              agentType: type,
              agent,
              slot,
              tasks: offered,
              subject,
              table: subjectTable,
            }),
            agent,
            tasks: offered,
            subject,
          });
          slot += 1;
        }
      }
    };
    const apply: CompiledPhase["commit"] = function* (decisions) {
      const { contexts, planned } = decisions;
      if (listens)
        for (const { agent } of planned)
          if (agent) contexts.world.set(type, agent, ADDRESSED, false);
      return { rejections: yield* applyDecisions(decisions) };
    };
    if (phase.order === "simultaneous") {
      const plan: CompiledPhase["plan"] = function* (contexts) {
        const planned: PlannedDecision[] = [];
        yield* visit(contexts, (agent, context) => add(planned, { contexts, agent, context }));
        return planned;
      };
      return { plan, commit: apply };
    }
    const turns = compileTurnOrder(
      type,
      phase.order === "random"
        ? (agent, draws) => orderKey(agent.id, draws)
        : ({ id }) => ordinalOfRowId(id),
    );
    return sequentialStages({ turns, visit, add, apply });
  },
};

type AddDecisions = (
  planned: PlannedDecision[],
  participant: {
    readonly contexts: StepContexts;
    readonly agent: Row;
    readonly context: EvaluationContext;
  },
) => void;

/** Compiles one stage per agent with decisions. */
function sequentialStages({
  turns,
  visit,
  add,
  apply,
}: {
  readonly turns: TurnOrder;
  readonly visit: ReturnType<typeof visitParticipants>;
  readonly add: AddDecisions;
  readonly apply: CompiledPhase["commit"];
}): CompiledPhase {
  return {
    plan: function* (contexts, { state }) {
      const planned: PlannedDecision[] = [];
      yield* visit(
        contexts,
        (agent, context) => {
          add(planned, { contexts, agent, context });
          return planned.length > 0;
        },
        turns.remaining(contexts, state),
      );
      return planned;
    },
    commit: function* (decisions) {
      const { contexts, planned, stage } = decisions;
      // Evaluated before the decisions are applied, because they may create agents.
      const last = planned[0]?.agent;
      const next = last && turns.after(last, contexts, stage.state);
      return {
        ...(yield* apply(decisions)),
        ...(next && { next }),
      };
    },
  };
}

function checkActions(
  names: readonly string[],
  location: SourceLocation,
  compiler: Compiler,
): void {
  names.forEach((name, index) => {
    const { pointer } = childLocation(location, index);
    compiler.checkKnown(pointer, {
      what: "action",
      name,
      names: Object.keys(compiler.scenario.actions),
    });
    if (names.indexOf(name) < index)
      compiler.reportProblem(pointer, `\`${name}\` is already on offer.`);
  });
}

/**
 * Reports a choice among actions with different model groups: a single question can be answered by
 * one model only.
 */
function checkSameModelGroup(
  names: readonly string[],
  location: SourceLocation,
  compiler: Compiler,
): void {
  const { actions } = compiler.scenario;
  const known = names.filter((name) => Object.hasOwn(actions, name));
  const groupOf = (name: string | undefined) =>
    name === undefined ? undefined : actions[name]?.model;
  const [first] = known;
  const other = known.find((name) => groupOf(name) !== groupOf(first));
  if (other === undefined) return;
  const describeGroup = (group: string | undefined): string =>
    group === undefined ? "by the agent's own group" : `by the group “${group}”`;
  compiler.reportProblem(
    location.pointer,
    `A choice is one question: \`${String(first)}\` is answered ` +
      `${describeGroup(groupOf(first))}, and \`${other}\` ${describeGroup(groupOf(other))}. ` +
      "Give them the same `model`, or have each of them done (`all`).",
  );
}

/** Compiles the rows of a view, with one decision about each. */
function compileSubjects(
  view: string,
  location: SourceLocation,
  compiler: Compiler,
): ReturnType<Compiler["compileRows"]> | undefined {
  if (
    !compiler.checkKnown(location.pointer, {
      what: "view",
      name: view,
      names: Object.keys(compiler.scenario.views),
    })
  )
    return undefined;
  return compiler.compileRows(`view.${view}`, location, {
    wrong: () => `\`${view}\` holds no rows.`,
    onlyLists: true,
  });
}

function createSlot({
  seq,
  agentType,
  agent,
  slot,
  tasks,
  subject,
  table,
}: {
  readonly seq: number;
  readonly agentType: string;
  readonly agent: Row;
  readonly slot: number;
  readonly tasks: readonly Task[];
  readonly subject: Row | undefined;
  readonly table: string | undefined;
}): DecisionSlot {
  const [only, ...others] = tasks;
  const automatic = only !== undefined && others.length === 0 && isAutomatic(only);
  const about = subject?.id ?? null;
  const base = {
    seq,
    agentType,
    agent: agent.id,
    slot,
    kind: "action",
    about,
    offered: tasks.map(({ name }) => name),
    automatic,
  } as const;
  return subject && table !== undefined ? { ...base, row: { table, id: subject.id } } : base;
}
