import { childLocation, withNames } from "../kit/compiler";
import { environmentNames } from "../kit/names";
import { runIndivisibly } from "../base/interruptible";
import { applyDecisionsOnly } from "./apply-decisions";
import type { PhaseKind } from "./contract";
import { isAutomatic, isAvailable, type Task } from "../prompts/task";
import { compileQuestion } from "./tasks";
import { compileEffects } from "../effects";

/**
 * Compiles a phase in which the environment's model answers typed questions about the world, as a
 * game master: one decision without an agent, which sees everything and is recorded under the name
 * of the world.
 */
export const narratePhase: PhaseKind<"narrate"> = {
  key: "narrate",
  compile: (phase, { pointer }, phases) => {
    const { compiler, rows } = phases;
    const location = { pointer, names: environmentNames(compiler.scenario) };
    if (Object.keys(phase.inputs).length === 0)
      compiler.reportProblem(
        childLocation(location, "inputs").pointer,
        "A narration answers at least one question.",
      );
    const { inputs, answered } = compileQuestion(
      phase.inputs,
      childLocation(location, "inputs"),
      phases,
      "environment",
    );
    const task: Task = {
      name: phase.id,
      kind: "narration",
      label: phase.label,
      description: undefined,
      pointer,
      group: phase.model,
      when: undefined,
      prompt: compiler.compileText(
        phase.narrate,
        childLocation(location, "narrate"),
        "environment",
      ),
      inputs,
      requirements: [],
      act: compileEffects(phase.effects, {
        location: withNames(childLocation(location, "effects"), answered),
        compiler,
        rows,
      }),
      fallback: undefined,
    };
    const offered = [task.name];
    return {
      plan: (contexts) =>
        runIndivisibly(() => {
          if (isAutomatic(task) || !isAvailable(task, contexts.environment())) return [];
          const slot = {
            seq: 0,
            agentType: "world",
            agent: "world-1",
            slot: 0,
            kind: "narration",
            about: null,
            offered,
            automatic: false,
          } as const;
          return [{ slot, agent: undefined, tasks: [task], subject: undefined }];
        }),
      commit: applyDecisionsOnly,
    };
  },
};
