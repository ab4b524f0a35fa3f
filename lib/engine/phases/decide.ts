import type { Row } from "../row";
import { inside, withNames } from "../run/compiler";
import type { DecisionSlot } from "../run/contract";
import type { Moment } from "../run/moment";
import type { StepMoments } from "../run/step-moments";
import { ADDRESSED } from "../world/definition";
import { applyDecisions } from "./apply";
import type { PhaseKind, Planned } from "./contract";
import { compileParticipants } from "./participants";
import { asksNothing, isAvailable, type Task } from "./task";

/** Agents choose among actions, or with `all` do each in turn; with `each` once per row of a view. All on the same world. */
export const decide: PhaseKind<"decide"> = {
  key: "decide",
  compile: (phase, { pointer }, phases) => {
    const type = phase.decide;
    const place = { pointer, names: phases.agentNames(type) };
    const subjects = phase.each === undefined ? undefined : phases.compiler.rows(`view.${phase.each}`, inside(place, "each"));
    const subjectTable = subjects?.table;
    const at = subjectTable === undefined ? place : withNames(place, { row: { kind: "row", table: subjectTable } });
    const tasks = phase.do.flatMap((name) => phases.tasks.action(name, at.names) ?? []);
    const visit = compileParticipants({ agents: type, where: phase.where, activation: phase.activation }, place, phases);
    const listens = phases.compiler.definition(type)?.fields.includes(ADDRESSED) === true;

    const plan = (moments: StepMoments): readonly Planned[] => {
      const planned: Planned[] = [];
      visit(moments, (agent, moment) => {
        let slot = 0;
        const add = (offered: readonly Task[], subject: Row | undefined) => {
          planned.push({ slot: slotOf(planned.length, type, agent, slot, offered, subject, subjectTable), agent, tasks: offered, subject });
          slot += 1;
        };
        for (const subject of subjects ? subjects.evaluate(moment) : [undefined]) {
          const here: Moment = subject ? { ...moment, vars: { ...moment.vars, row: subject } } : moment;
          const available = tasks.filter((task) => isAvailable(task, here));
          if (phase.all) for (const task of available) add([task], subject);
          else if (available.length > 0) add(available, subject);
        }
      });
      return planned;
    };
    return {
      plan,
      commit: (moments, planned, outcomes, outcome) => {
        if (listens) for (const { agent } of planned) moments.world.set(type, agent, ADDRESSED, false);
        return applyDecisions(moments, planned, outcomes, outcome);
      },
    };
  },
};

function slotOf(seq: number, agentType: string, agent: Row, slot: number, tasks: readonly Task[], subject: Row | undefined, table: string | undefined): DecisionSlot {
  const [only, ...others] = tasks;
  const automatic = only !== undefined && others.length === 0 && asksNothing(only);
  const base = { seq, agentType, agent: agent.id, slot, kind: "action", offered: tasks.map(({ name }) => name), automatic } as const;
  return subject && table !== undefined ? { ...base, row: { table, id: subject.id } } : base;
}
