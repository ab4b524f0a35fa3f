import { answerJsonSchema, parseAnswer, type ResolvedAnswer } from "@/lib/domain/answers";
import type { DecisionOutcome } from "@/lib/domain/decision";
import { checkParameterValues } from "@/lib/domain/scenario";
import type { Outcome } from "../effects";
import { measure } from "../measures/measures";
import type { Planned } from "../phases";
import type { ModelRequest } from "../ports";
import { answerTo, writePrompt } from "../prompts/prompt";
import { seedFor } from "../random";
import { World } from "../world/world";
import type { CompiledScenario } from "./compile";
import type { Commit, DecisionSlot, Memory, MemoryNeed, PreparedRequest, Reading, RowChange, Schedule, Simulation, SimulationOptions, Standing, Step } from "./contract";
import { digestOf } from "./digest";
import { ScenarioError } from "./errors";
import { fallbackFor } from "./fallback";
import { LIMITS } from "./limits";
import { failingAt } from "./failing";
import { MomentError } from "./moment";
import { outcomesInOrder } from "./outcomes";
import { roundsOf } from "./rounds";
import { scheduleOf, stepAt } from "./schedule";
import { StepMoments } from "./step-moments";

/** Opens a replica at version 0, before the set-up. Throws `ScenarioError` when parameters or the number of rounds make no sense. */
export function openSimulation(compiled: CompiledScenario, given: SimulationOptions): Simulation {
  const resolved = checkParameterValues(compiled.scenario, given.parameters);
  if (!resolved.ok) throw new ScenarioError(resolved.problems);
  const options = { ...given, parameters: resolved.values };
  return new Replica(compiled, options, scheduleOf(compiled.scenario, roundsOf(compiled, options)));
}

/** What is worked out once per version. */
type Prepared = {
  readonly version: number;
  readonly step: Step;
  readonly moments: StepMoments;
  readonly happens: boolean;
  readonly planned: readonly Planned[];
  readonly slots: readonly DecisionSlot[];
  system: string | undefined;
};

class Replica implements Simulation {
  readonly world: World;
  version = 0;
  digest: string | null = null;
  stopped: string | null = null;
  private prepared: Prepared | undefined;

  constructor(
    private readonly compiled: CompiledScenario,
    private readonly options: SimulationOptions,
    readonly schedule: Schedule,
  ) {
    this.world = new World(compiled.definitions);
  }

  get rounds(): number {
    return this.schedule.rounds;
  }

  get retries(): number {
    return this.compiled.scenario.calls.retries;
  }

  get totalSteps(): number {
    return this.schedule.totalSteps;
  }

  step(): Step | undefined {
    return this.stopped === null ? stepAt(this.schedule, this.version) : undefined;
  }

  load(changes: Iterable<RowChange>, { version, digest, stopped = null }: Standing): void {
    if (version < this.version) throw new RangeError(`This replica is at version ${this.version} and cannot go back to ${version}.`);
    this.world.load(changes);
    this.version = version;
    this.digest = digest;
    this.stopped = stopped;
  }

  plan(): readonly DecisionSlot[] {
    return this.step() ? this.prepare().slots : [];
  }

  memoryNeeds(slots: readonly DecisionSlot[]): readonly MemoryNeed[] {
    const agents = new Map<string, Set<string>>();
    for (const { agentType, agent, automatic } of slots) {
      if (automatic || this.compiled.persona(agentType).memory.latest === 0) continue;
      const known = agents.get(agentType);
      if (known) known.add(agent);
      else agents.set(agentType, new Set([agent]));
    }
    return [...agents].map(([agentType, ids]) => ({ agentType, latest: this.compiled.persona(agentType).memory.latest, agents: [...ids] }));
  }

  request(slot: DecisionSlot, memories: readonly Memory[]): PreparedRequest {
    const prepared = this.prepare();
    const { agent, subject, tasks } = this.planned(slot);
    const { calls } = this.compiled.scenario;
    const persona = this.compiled.persona(slot.agentType);
    return failingAt(prepared.step, () => {
      const moment = prepared.moments.agent({ agentType: slot.agentType, agent, slot: slot.slot, subject }, { steps: LIMITS.momentSteps }, true);
      const offers = tasks.map((task) => ({ task, inputs: task.inputs.resolve(moment) }));
      const answer = answerTo(offers);
      const viewer = { table: slot.agentType, id: slot.agent };
      const user = writePrompt(persona, offers, answer, memories, moment, viewer);
      const system = this.system(prepared);
      if (user.length + system.length > LIMITS.promptCharacters) {
        const reason = `The prompt of ${slot.agent} has ${user.length + system.length} characters; at most ${LIMITS.promptCharacters} are allowed.`;
        throw new MomentError(reason, `${tasks[0]?.pointer ?? ""}/prompt`);
      }
      const messages = [...(system === "" ? [] : [{ role: "system", content: system } as const]), { role: "user", content: user } as const];
      const schema = { name: slot.offered.length === 1 ? (slot.offered[0] ?? "answer") : "choice", schema: answerJsonSchema(answer) };
      const model = { messages, schema, temperature: calls.temperature, maxTokens: calls.maxTokens, seed: seedFor(moment.draws, "model"), affinity: slot.agent };
      return { system, user, answer, model, group: persona.group };
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

  fallback(slot: DecisionSlot): ReturnType<Simulation["fallback"]> {
    return fallbackFor(this.planned(slot), this.prepare().moments);
  }

  commit(outcomes: readonly DecisionOutcome[]): Commit {
    const prepared = this.prepare();
    const { step, moments, planned } = prepared;
    const inOrder = outcomesInOrder(planned, outcomes);
    const outcome: Outcome = { told: [], stopped: undefined, effectsLeft: LIMITS.effectsPerPhase };
    const rejected = failingAt(step, () => {
      if (step.kind === "setup") this.compiled.setup(moments);
      else if (prepared.happens) return this.compiled.phase(step.key).commit(moments, planned, inOrder, outcome);
      return [];
    });
    const ends = step.lastOfRun || outcome.stopped !== undefined;
    // The set-up makes the row of `world`, so what comes after it needs moments of its own.
    const measures = failingAt(step, () => measure(this.compiled.measures, step, ends, this.moments(step)));
    const told = outcome.told.map((entry, seq) => ({ ...entry, seq, round: step.round, phase: step.key }));
    const changed = { version: this.version + 1, step, rows: this.world.takeChanges(), memories: told, measures, rejected };
    const commit = outcome.stopped === undefined ? changed : { ...changed, stopped: outcome.stopped };
    this.digest = digestOf(this.digest, inOrder, commit);
    this.version += 1;
    this.stopped = outcome.stopped ?? null;
    return { ...commit, digest: this.digest };
  }

  private planned({ seq, agent }: DecisionSlot): Planned {
    const planned = this.prepare().planned[seq];
    if (planned?.slot.agent !== agent) throw new RangeError(`Decision ${seq} of ${agent} is not in the plan of version ${this.version}.`);
    return planned;
  }

  private prepare(): Prepared {
    if (this.prepared?.version === this.version) return this.prepared;
    const step = this.step();
    if (!step) throw new RangeError("The run is over.");
    const moments = this.moments(step);
    const phase = step.kind === "setup" ? undefined : this.compiled.phase(step.key);
    this.prepared = failingAt(step, () => {
      const happens = phase !== undefined && phase.happens(moments);
      const planned = happens ? phase.plan(moments) : [];
      return { version: this.version, step, moments, happens, planned, slots: planned.map(({ slot }) => slot), system: undefined };
    });
    return this.prepared;
  }

  private system(prepared: Prepared): string {
    prepared.system ??= this.compiled.instructions(prepared.moments.environment(LIMITS.momentSteps), undefined).trim();
    return prepared.system;
  }

  private moments(step: Step): StepMoments {
    return new StepMoments(step, this.world, this.options.seed, this.options.parameters, this.compiled.viewsOf);
  }
}
