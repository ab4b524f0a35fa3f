import { childLocation } from "../kit/compiler";
import { applyDecisionsOnly } from "./apply-decisions";
import { type CompiledPhase, IDLE_PHASE, type PhaseKind, type PlannedDecision } from "./contract";
import { compileParticipantFilter, visitParticipants } from "./participants";
import { isAutomatic, isAvailable } from "../prompts/task";

/**
 * Asks a questionnaire of the agents of one type who can answer it. Answers are data; the world
 * changes only through the questionnaire's effects.
 */
export const askPhase: PhaseKind<"ask"> = {
  key: "ask",
  compile: (phase, { pointer }, phases) => {
    const { compiler } = phases;
    const location = { pointer, names: phases.agentNames(phase.who) };
    compiler.checkKnown(childLocation(location, "ask").pointer, {
      what: "questionnaire",
      name: phase.ask,
      names: Object.keys(compiler.scenario.questionnaires),
    });
    if (
      !compiler.checkKnown(childLocation(location, "who").pointer, {
        what: "agent type",
        name: phase.who,
        names: Object.keys(compiler.scenario.agents),
      })
    ) {
      phases.tasks.skip("questionnaires", [phase.ask]);
      return IDLE_PHASE;
    }
    const visit = visitParticipants(
      phase.who,
      compileParticipantFilter({
        where: phase.where,
        activation: phase.activation,
        location,
        compiler,
      }),
    );
    const task = phases.tasks.questionnaire(phase.ask, location.names);
    if (!task) return IDLE_PHASE;
    const offered = [task.name];
    const automatic = isAutomatic(task);
    const plan: CompiledPhase["plan"] = function* (contexts) {
      const planned: PlannedDecision[] = [];
      yield* visit(contexts, (agent, context) => {
        if (!isAvailable(task, context)) return;
        const slot = {
          seq: planned.length,
          agentType: phase.who,
          agent: agent.id,
          slot: 0,
          kind: "questionnaire",
          about: null,
          offered,
          automatic,
        } as const;
        planned.push({ slot, agent, tasks: [task], subject: undefined });
      });
      return planned;
    };
    return { plan, commit: applyDecisionsOnly };
  },
};
