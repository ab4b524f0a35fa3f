import { REFLECTION } from "@/lib/domain/decision";
import {
  readInsights,
  reflectionInputs,
  reflectionFields,
  reflectionPrompt,
} from "../memory/reflection-answers";
import { unreflectedImportance } from "../memory/unreflected-importance";
import type { AgentMemory } from "../memory";
import type { Row } from "../base/row";
import { shouldYield } from "../base/interruptible";
import { UNREFLECTED_IMPORTANCE } from "../world/definition";
import { applyDecisionsOnly } from "./apply-decisions";
import type { CompiledPhase, PlannedDecision } from "./contract";
import type { Task } from "../prompts/task";

/** Compensates for rounding errors in sums of shares such as 0.1. */
const TOLERANCE = 1e-9;

type ReflectingType = {
  readonly agentType: string;
  readonly threshold: number;
  readonly task: Task;
};

/**
 * Compiles the reflection phase: one decision for each agent whose accumulated importance reaches
 * the threshold. Insights become memories and the importance is reset; without a valid answer it is
 * kept, and the next round asks again.
 */
export function compileReflection(memories: ReadonlyMap<string, AgentMemory>): CompiledPhase {
  const reflecting = [...memories].flatMap(([agentType, { reflection }]): ReflectingType[] =>
    reflection
      ? [
          {
            agentType,
            threshold: reflection.threshold,
            task: reflectionTask(agentType, reflection.insights),
          },
        ]
      : [],
  );
  const offered = [REFLECTION];
  const plan: CompiledPhase["plan"] = function* ({ world }) {
    const planned: PlannedDecision[] = [];
    let seen = 0;
    for (const { agentType, threshold, task } of reflecting) {
      for (const agent of world.rows(agentType)) {
        if (shouldYield((seen += 1))) yield;
        if (unreflectedImportance(agent) < threshold - TOLERANCE) continue;
        const slot = {
          seq: planned.length,
          agentType,
          agent: agent.id,
          slot: 0,
          kind: REFLECTION,
          about: null,
          offered,
          automatic: false,
        } as const;
        planned.push({ slot, agent, tasks: [task], subject: undefined });
      }
    }
    return planned;
  };
  return { plan, commit: applyDecisionsOnly };
}

function reflectionTask(agentType: string, insights: number): Task {
  const prompt = reflectionPrompt(insights);
  return {
    name: REFLECTION,
    kind: REFLECTION,
    label: "Reflection",
    description: undefined,
    pointer: `/agents/${agentType}/memory`,
    group: undefined,
    when: undefined,
    prompt: () => prompt,
    // The number of memories to cite is known only when they are listed; the actual inputs are made
    // then.
    inputs: {
      names: reflectionFields(insights),
      resolve: () => reflectionInputs(insights, 0),
      mayBeImpossible: false,
      refs: new Map(),
    },
    requirements: [],
    act: ({ world, vars, collector }) => {
      const self = vars["self"] as Row;
      for (const { text, cites } of readInsights(
        vars["arg"] as Readonly<Record<string, unknown>>,
        insights,
      )) {
        collector.messages.push({
          agentType,
          agent: self.id,
          kind: "insight",
          text,
          importance: null,
          cites,
        });
      }
      world.set(agentType, self, UNREFLECTED_IMPORTANCE, 0);
    },
    fallback: undefined,
    tells: true,
    reflects: { insights },
  };
}
