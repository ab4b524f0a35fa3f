import { answerJsonSchema, parseAnswer, type ResolvedAnswer } from "@/lib/domain/answers";
import type { PlannedDecision } from "../phases";
import type { ModelRequest } from "../base/ports";
import type { Embedding, MemoryExtent } from "../base/memory";
import { REFLECTION_EXTENT, memoriesSinceReflection } from "../memory/reflection-answers";
import { resolveAnswerShape, describeTasks, writePrompt } from "../prompts/prompt";
import { modelGroupOf } from "../population/model-group";
import { seedFor } from "../random";
import type { CompiledScenario } from "./compile-scenario";
import type {
  DecisionRequests,
  RequestOutline,
  DecisionSlot,
  Fallback,
  Memory,
  MemoryNeed,
  PreparedRequest,
  AnswerReading,
} from "../base/contract";
import { withScenarioErrors } from "./scenario-errors";
import { resolveFallback } from "./resolve-fallback";
import { LIMITS } from "../base/limits";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";
import type { StepContexts } from "../population/step-contexts";
import { toDecisionContext } from "../phases/decision-context";
import type { TemplateViewer } from "../templates/contract";

/** Writes the prompts of planned decisions and parses their answers. */
export class PromptBuilder implements DecisionRequests {
  private readonly slots: readonly DecisionSlot[];
  private system: { readonly text: string; readonly nullValues: readonly string[] } | undefined;

  constructor(
    private readonly compiled: CompiledScenario,
    private readonly contexts: StepContexts,
    private readonly planned: readonly PlannedDecision[],
  ) {
    this.slots = planned.map(({ slot }) => slot);
  }

  get retries(): number {
    return this.compiled.scenario.calls.retries;
  }

  plan(): readonly DecisionSlot[] {
    return this.slots;
  }

  memoryNeeds(slots: readonly DecisionSlot[]): readonly MemoryNeed[] {
    const needs = new Map<
      string,
      { readonly agentType: string; readonly extent: MemoryExtent; readonly agents: Set<string> }
    >();
    for (const slot of slots) {
      const { agentType, agent, automatic } = slot;
      const extent = this.extentFor(this.plannedFor(slot));
      if (automatic || extent.latest === 0) continue;
      const key = `${agentType}/${extent.latest}/${extent.embeddings}`;
      const known = needs.get(key);
      if (known) known.agents.add(agent);
      else needs.set(key, { agentType, extent, agents: new Set([agent]) });
    }
    return [...needs.values()].map(({ agentType, extent, agents }) => ({
      agentType,
      ...extent,
      agents: [...agents],
    }));
  }

  memoryQuery(slot: DecisionSlot): string | null {
    const planned = this.plannedFor(slot);
    if (!this.extentFor(planned).embeddings) return null;
    return withScenarioErrors(this.contexts.step, () =>
      describeTasks(planned.tasks, this.contextFor(planned), viewerFor(planned)),
    );
  }

  recall(
    slot: DecisionSlot,
    memories: readonly Memory[],
    query: Embedding | null = null,
  ): readonly Memory[] {
    const chosen = this.chosen(this.plannedFor(slot), memories, query);
    if (chosen.length === memories.length) return memories;
    const shown = new Set(chosen);
    return memories.filter((memory) => shown.has(memory));
  }

  request(
    slot: DecisionSlot,
    memories: readonly Memory[],
    query: Embedding | null = null,
  ): PreparedRequest {
    const planned = this.plannedFor(slot);
    const { tasks } = planned;
    const { calls } = this.compiled.scenario;
    const persona = this.compiled.personaFor(planned);
    return withScenarioErrors(this.contexts.step, () => {
      const nullValues = new Set<string>();
      const context = { ...this.contextFor(planned), nullValues };
      const question = {
        persona,
        tasks,
        memories,
        chosen: this.chosen(planned, memories, query),
        rated: this.isRated(planned),
      };
      const {
        text: user,
        answer,
        trimmed,
        given,
      } = writePrompt(question, { budget: calls.budget, context, viewer: viewerFor(planned) });
      const instructions = this.instructions();
      const system = instructions.text;
      for (const value of instructions.nullValues) nullValues.add(value);
      const length = user.length + system.length;
      if (length > LIMITS.promptCharacters) {
        throw new ScenarioRuntimeError(
          `The prompt of ${slot.agent} has ${length} characters; at most ` +
            `${LIMITS.promptCharacters} are allowed.`,
          `${tasks[0]?.pointer ?? ""}/prompt`,
        );
      }
      const messages = [
        ...(system === "" ? [] : [{ role: "system", content: system } as const]),
        { role: "user", content: user } as const,
      ];
      const schema = {
        name: slot.offered.length === 1 ? (slot.offered[0] ?? "answer") : "choice",
        schema: answerJsonSchema(answer),
      };
      const model = {
        messages,
        schema,
        temperature: calls.temperature,
        maxTokens: calls.maxTokens,
        seed: seedFor(context.draws, MODEL),
        affinity: slot.agent,
      };
      return {
        system,
        user,
        answer,
        model,
        group: this.modelGroupFor(planned),
        trimmed,
        ...(nullValues.size > 0 && { nullValues: [...nullValues] }),
        ...(given && { given }),
      };
    });
  }

  answerShape(slot: DecisionSlot): ResolvedAnswer {
    const planned = this.plannedFor(slot);
    return withScenarioErrors(this.contexts.step, () =>
      resolveAnswerShape(planned.tasks, {
        rated: this.isRated(planned),
        listed: 0,
        context: this.contextFor(planned),
      }),
    );
  }

  requestOutline(slot: DecisionSlot): RequestOutline {
    const planned = this.plannedFor(slot);
    return withScenarioErrors(this.contexts.step, () => {
      const context = this.contextFor(planned);
      return {
        answer: resolveAnswerShape(planned.tasks, {
          rated: this.isRated(planned),
          listed: 0,
          context,
        }),
        seed: seedFor(context.draws, MODEL),
        group: this.modelGroupFor(planned),
      };
    });
  }

  readAnswer(slot: DecisionSlot, answer: ResolvedAnswer, raw: string): AnswerReading {
    const parsed = parseAnswer(answer, raw);
    return parsed.ok
      ? { ok: true, action: parsed.action ?? slot.offered[0] ?? "", values: parsed.values }
      : parsed;
  }

  retryRequest({ model }: PreparedRequest, raw: string, message: string): ModelRequest {
    const shown = raw.trim().slice(0, LIMITS.shownAnswer);
    const messages = [
      ...model.messages,
      { role: "assistant", content: shown === "" ? "(no answer)" : shown } as const,
      { role: "user", content: message } as const,
    ];
    return { ...model, messages };
  }

  fallback(slot: DecisionSlot): Fallback | null {
    return resolveFallback(this.plannedFor(slot), this.contexts);
  }

  /** Model group of a decision: that of the task, otherwise that of the agent. */
  private modelGroupFor({ tasks, slot: { agentType, agent } }: PlannedDecision): string {
    return (
      tasks[0]?.group ?? modelGroupOf(this.compiled.scenario, this.contexts.seed, agentType, agent)
    );
  }

  /** Whether the answer includes an importance rating. */
  private isRated(planned: PlannedDecision): boolean {
    return this.compiled.personaFor(planned).memory.importance === "model";
  }

  private contextFor(planned: PlannedDecision): EvaluationContext {
    return this.contexts.agent(toDecisionContext(planned), { steps: LIMITS.contextSteps }, true);
  }

  private extentFor(planned: PlannedDecision): MemoryExtent {
    return isReflection(planned)
      ? REFLECTION_EXTENT
      : this.compiled.personaFor(planned).memory.extent;
  }

  /** The memories to show, most needed first. */
  private chosen(
    planned: PlannedDecision,
    memories: readonly Memory[],
    query: Embedding | null,
  ): readonly Memory[] {
    if (isReflection(planned)) return memoriesSinceReflection(memories);
    return this.compiled
      .personaFor(planned)
      .memory.select(memories, { round: this.contexts.step.round, query });
  }

  /** System message of every prompt of the step. */
  private instructions(): NonNullable<PromptBuilder["system"]> {
    if (this.system) return this.system;
    const nullValues = new Set<string>();
    const context = { ...this.contexts.environment(LIMITS.contextSteps), nullValues };
    const text = this.compiled.instructions(context, undefined).trim();
    this.system = { text, nullValues: [...nullValues] };
    return this.system;
  }

  private plannedFor({ seq, agent }: DecisionSlot): PlannedDecision {
    const planned = this.planned[seq];
    if (planned?.slot.agent !== agent)
      throw new RangeError(`Decision ${seq} of ${agent} is not among those in hand.`);
    return planned;
  }
}

/** Name of the draw for the seed of a call. */
const MODEL = "model";

const isReflection = ({ tasks }: PlannedDecision): boolean => tasks[0]?.reflects !== undefined;

const viewerFor = ({ agent, slot }: PlannedDecision): TemplateViewer =>
  agent && { table: slot.agentType, id: slot.agent };
