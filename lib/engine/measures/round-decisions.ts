import type { DecisionOutcome } from "@/lib/domain/decision";
import type { AnswerInput, Scenario, Value } from "@/lib/domain/scenario";
import type { Computed, Names } from "../expressions/contract";
import type { PlannedDecision } from "../phases";
import { answerArguments } from "../phases/apply-decisions";
import type { Task } from "../prompts/task";
import type { Rejection } from "../base/contract";
import { answerNames } from "../kit/names";
import { fieldsOf, listOf, rowOf, TEXT, type Type } from "../base/types";
import { DECISIONS_TABLE } from "../world/definition";
import type { World } from "../world/world";

/** The decisions of a round, as measures see them. */
export type RoundDecisions = {
  /**
   * Type of `decisions`. Reading an action or questionnaire of it makes the engine store its
   * decisions.
   */
  readonly names: Names;
  /** Stores the carried-out decisions of a step that some measure reads. */
  record(
    world: World,
    step: {
      readonly round: number;
      readonly planned: readonly PlannedDecision[];
      readonly outcomes: readonly DecisionOutcome[];
      readonly rejections: readonly Rejection[];
    },
  ): void;
  /** Returns the value of `decisions` for the measures of a round. */
  valueFor(world: World, round: number): { readonly [name: string]: Computed };
};

/**
 * Compiles `decisions.contribute`: the carried-out decisions of this round for an action or
 * questionnaire, each with its `agent` and answers. They are stored in a hidden table, one row per
 * name that some measure reads, because a measure may be computed several steps, and in another
 * process, after the decision.
 */
export function compileRoundDecisions(
  scenario: Scenario,
  taskOf: (name: string) => Task | undefined,
): RoundDecisions {
  const declared: Readonly<Record<string, Readonly<Record<string, AnswerInput>>>> = {
    ...Object.fromEntries(
      Object.entries(scenario.questionnaires).map(([name, { items }]) => [name, items]),
    ),
    ...Object.fromEntries(
      Object.entries(scenario.actions).map(([name, { inputs }]) => [name, inputs]),
    ),
  };
  const used = new Set<string>();
  const types: Record<string, Type> = {};
  for (const [name, inputs] of Object.entries(declared)) {
    const type = (): Type => {
      used.add(name);
      return listOf(decisionType(inputs, decidingTypes(scenario, name), taskOf(name)));
    };
    Object.defineProperty(types, name, { enumerable: true, get: type });
  }
  return {
    names: { decisions: fieldsOf(types) },

    record(world, { round, planned, outcomes, rejections }) {
      if (used.size === 0) return;
      const refused = new Set(rejections.map(({ seq }) => seq));
      for (const name of used) {
        const made = outcomes.flatMap(({ seq, action, values }) =>
          action === name && !refused.has(seq)
            ? [[planned[seq]?.slot.agent ?? null, values] as const]
            : [],
        );
        if (made.length > 0) addDecisions(world, { name, round, made });
      }
    },

    valueFor(world, round) {
      const known: Record<string, Computed> = {};
      for (const name of used) {
        const row = world
          .rows(DECISIONS_TABLE)
          .find((one) => one["name"] === name && one["round"] === round);
        const [agentType, ...others] = decidingTypes(scenario, name);
        const task = taskOf(name);
        known[name] =
          task && row
            ? readDecisions(row["made"]).map(([agent, values]): Computed => {
                const who =
                  agentType !== undefined && others.length === 0
                    ? (world.get(agentType, agent) ?? null)
                    : agent;
                return { agent: who, ...answerArguments(task, values, world) };
              })
            : [];
      }
      return known;
    },
  };
}

/** Type of the deciding agent: a row if all deciders are of one type, otherwise an ID. */
function decisionType(
  inputs: Readonly<Record<string, AnswerInput>>,
  agentTypes: readonly string[],
  task: Task | undefined,
): Type {
  const [only, ...others] = agentTypes;
  const answers = answerNames(inputs, task?.inputs.refs ?? new Map())["arg"];
  return fieldsOf({
    agent: only !== undefined && others.length === 0 ? rowOf(only, true) : TEXT,
    ...(answers?.kind === "fields" ? answers.fields : {}),
  });
}

const decidingTypes = ({ phases }: Scenario, name: string): readonly string[] => [
  ...new Set(
    phases.flatMap((phase) =>
      "decide" in phase && phase.do.includes(name)
        ? [phase.decide]
        : "ask" in phase && phase.ask === name
          ? [phase.who]
          : [],
    ),
  ),
];

type MadeDecisions = readonly (readonly [agent: string, values: Readonly<Record<string, Value>>])[];

/** Appends decisions to those of the same round and discards those of earlier rounds. */
function addDecisions(
  world: World,
  {
    name,
    round,
    made,
  }: {
    readonly name: string;
    readonly round: number;
    readonly made: readonly (readonly [string | null, DecisionOutcome["values"]])[];
  },
): void {
  const row = world.rows(DECISIONS_TABLE).find((one) => one["name"] === name);
  const before = row?.["round"] === round ? readDecisions(row["made"]) : [];
  const all = JSON.stringify([...before, ...made]);
  if (!row)
    return world.insert(DECISIONS_TABLE, {
      id: world.nextId(DECISIONS_TABLE),
      name,
      round,
      made: all,
    });
  world.set(DECISIONS_TABLE, row, "round", round);
  world.set(DECISIONS_TABLE, row, "made", all);
}

const readDecisions = (value: Value | undefined): MadeDecisions =>
  typeof value === "string" ? (JSON.parse(value) as MadeDecisions) : [];
