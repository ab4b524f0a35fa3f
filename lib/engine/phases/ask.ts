import type { StepMoments } from "../run/step-moments";
import { applyDecisions } from "./apply";
import type { PhaseKind, Planned } from "./contract";
import { compileParticipants } from "./participants";
import { asksNothing } from "./task";

/** A questionnaire to agents of one type. Answers are data; the world changes only where the questionnaire's effects say so. */
export const ask: PhaseKind<"ask"> = {
  key: "ask",
  compile: (phase, { pointer }, phases) => {
    const place = { pointer, names: phases.agentNames(phase.who) };
    const task = phases.tasks.questionnaire(phase.ask, place.names);
    if (!task) {
      phases.compiler.problem(`${place.pointer}/ask`, `There is no questionnaire “${phase.ask}”.`);
      return { plan: () => [], commit: () => [] };
    }
    const offered = [task.name];
    const automatic = asksNothing(task);
    const visit = compileParticipants({ agents: phase.who, where: phase.where, activation: phase.activation }, place, phases);
    const plan = (moments: StepMoments): readonly Planned[] => {
      const planned: Planned[] = [];
      visit(moments, (agent) => {
        const slot = { seq: planned.length, agentType: phase.who, agent: agent.id, slot: 0, kind: "questionnaire", offered, automatic } as const;
        planned.push({ slot, agent, tasks: [task], subject: undefined });
      });
      return planned;
    };
    return { plan, commit: applyDecisions };
  },
};
