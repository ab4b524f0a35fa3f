import { answerJsonSchema, parseAnswer, type ResolvedAnswer } from "@/lib/domain/answers";
import type { Value } from "@/lib/domain/scenario";
import type { Planned } from "../phases";
import type { ModelRequest } from "../ports";
import { answerTo, writePrompt } from "../prompts/prompt";
import { seedFor } from "../random";
import type { CompiledScenario } from "./compile";
import type { DecisionSlot, Memory, MemoryNeed, PreparedRequest, Reading } from "./contract";
import { failingAt } from "./failing";
import { fallbackFor } from "./fallback";
import { LIMITS } from "./limits";
import { MomentError } from "./moment";
import { occasionOf, type StepMoments } from "./step-moments";

/** What to record when no valid answer came. */
export type Fallback = { readonly action: string; readonly values: Readonly<Record<string, Value>> };

/** Decisions to be made on one state of the world: the step in hand of a run, or a poll. */
export interface Asking {
  /** How often an invalid answer is sent back with what was wrong. */
  readonly retries: number;
  /** The decisions, in order of `seq`; empty for steps without agents. */
  plan(): readonly DecisionSlot[];
  /** Which memories the prompts of these decisions show; nothing for agents that have none. */
  memoryNeeds(slots: readonly DecisionSlot[]): readonly MemoryNeed[];
  /** The prompt and the shape of the answer. `memories`: the agent's latest up to this version, oldest first. */
  request(slot: DecisionSlot, memories: readonly Memory[]): PreparedRequest;
  /** Parses and validates a model's answer. */
  read(slot: DecisionSlot, answer: ResolvedAnswer, raw: string): Reading;
  /** The same request with the answer and what was wrong with it, for another try. At most `retries` times. */
  retryRequest(request: PreparedRequest, raw: string, message: string): ModelRequest;
  /** What to record when no valid answer came: the action's fallback, or null to skip. */
  fallback(slot: DecisionSlot): Fallback | null;
}

/** Writes the prompts of planned decisions and reads their answers. */
export class Asker implements Asking {
  private readonly slots: readonly DecisionSlot[];
  private system: string | undefined;

  constructor(
    private readonly compiled: CompiledScenario,
    private readonly moments: StepMoments,
    private readonly planned: readonly Planned[],
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
    const agents = new Map<string, Set<string>>();
    for (const slot of slots) {
      const { agentType, agent, automatic } = slot;
      const persona = this.compiled.personaFor(this.plannedFor(slot));
      if (automatic || persona.memory.latest === 0) continue;
      const known = agents.get(agentType);
      if (known) known.add(agent);
      else agents.set(agentType, new Set([agent]));
    }
    return [...agents].map(([agentType, ids]) => ({ agentType, latest: this.compiled.persona(agentType).memory.latest, agents: [...ids] }));
  }

  request(slot: DecisionSlot, memories: readonly Memory[]): PreparedRequest {
    const planned = this.plannedFor(slot);
    const { tasks } = planned;
    const { calls } = this.compiled.scenario;
    const persona = this.compiled.personaFor(planned);
    return failingAt(this.moments.step, () => {
      const moment = this.moments.agent(occasionOf(planned), { steps: LIMITS.momentSteps }, true);
      const offers = tasks.map((task) => ({ task, inputs: task.inputs.resolve(moment) }));
      const answer = answerTo(offers);
      const viewer = planned.agent && { table: slot.agentType, id: slot.agent };
      const user = writePrompt(persona, offers, answer, memories, moment, viewer);
      const system = this.instructions();
      const length = user.length + system.length;
      if (length > LIMITS.promptCharacters) {
        throw new MomentError(`The prompt of ${slot.agent} has ${length} characters; at most ${LIMITS.promptCharacters} are allowed.`, `${tasks[0]?.pointer ?? ""}/prompt`);
      }
      const messages = [...(system === "" ? [] : [{ role: "system", content: system } as const]), { role: "user", content: user } as const];
      const schema = { name: slot.offered.length === 1 ? (slot.offered[0] ?? "answer") : "choice", schema: answerJsonSchema(answer) };
      const model = { messages, schema, temperature: calls.temperature, maxTokens: calls.maxTokens, seed: seedFor(moment.draws, "model"), affinity: slot.agent };
      return { system, user, answer, model, group: tasks[0]?.group ?? persona.group, trimmed: [] };
    });
  }

  read(slot: DecisionSlot, answer: ResolvedAnswer, raw: string): Reading {
    const parsed = parseAnswer(answer, raw);
    return parsed.ok ? { ok: true, action: parsed.action ?? slot.offered[0] ?? "", values: parsed.values } : parsed;
  }

  retryRequest({ model }: PreparedRequest, raw: string, message: string): ModelRequest {
    const shown = raw.trim().slice(0, LIMITS.shownAnswer);
    const messages = [...model.messages, { role: "assistant", content: shown === "" ? "(no answer)" : shown } as const, { role: "user", content: message } as const];
    return { ...model, messages };
  }

  fallback(slot: DecisionSlot): Fallback | null {
    return fallbackFor(this.plannedFor(slot), this.moments);
  }

  /** The head of every prompt of the step. */
  private instructions(): string {
    this.system ??= this.compiled.instructions(this.moments.environment(LIMITS.momentSteps), undefined).trim();
    return this.system;
  }

  private plannedFor({ seq, agent }: DecisionSlot): Planned {
    const planned = this.planned[seq];
    if (planned?.slot.agent !== agent) throw new RangeError(`Decision ${seq} of ${agent} is not among those in hand.`);
    return planned;
  }
}
