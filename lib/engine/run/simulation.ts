import type { ResolvedAnswer } from "@/lib/domain/answers";
import type { DecisionOutcome } from "@/lib/domain/decision";
import { checkParameterValues } from "@/lib/domain/scenario";
import type { EffectCollector, MessageEffect } from "../effects";
import { evaluateMeasures } from "../measures/measures";
import { DEFAULT_IMPORTANCE } from "../memory/contract";
import { accumulateImportance } from "../memory/unreflected-importance";
import { IDLE_PHASE, type PlannedDecision } from "../phases";
import type { Datasets } from "../population";
import { modelGroupOf } from "../population/model-group";
import type { ModelRequest } from "../base/ports";
import { childDraws } from "../random";
import { World } from "../world/world";
import { PromptBuilder } from "./prompt-builder";
import { agentsWhere } from "./agents-where";
import type { CompiledScenario, CompiledStep } from "./compile-scenario";
import type {
  DecisionRequests,
  RequestOutline,
  Commit,
  DecisionSlot,
  Embedding,
  Fallback,
  LiveIntervention,
  ReplicaLoader,
  Memory,
  MemoryEntry,
  MemoryNeed,
  RunPosition,
  Poll,
  PreparedRequest,
  AnswerReading,
  RowChange,
  Schedule,
  Simulation,
  SimulationOptions,
  ReplicaState,
  Step,
  InterviewTurn,
  InterviewRequest,
} from "../base/contract";
import { digestInterruptibly } from "./digest";
import { InterventionError, ScenarioError } from "../base/errors";
import { withScenarioErrors, withScenarioErrorsInterruptibly } from "./scenario-errors";
import { LIMITS } from "../base/limits";
import { compileLiveEffects } from "./live-effects";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";
import { orderOutcomes } from "./order-outcomes";
import {
  type Cursor,
  loadCursor,
  cursorAfter,
  positionAt,
  saveCursor,
  stepAt,
} from "../phases/cursor";
import { shouldYield, type Interruptible, runToEnd } from "../base/interruptible";
import { resolveRounds } from "./resolve-rounds";
import { compileSchedule } from "./schedule";
import { StepContexts } from "../population/step-contexts";
import { pollRequests, interviewMemoryNeeds, interviewRequest } from "./interview";

/**
 * Opens a replica at version 0, before the setup. Throws `ScenarioError` for invalid parameters or
 * number of rounds.
 */
export function openSimulation(
  compiled: CompiledScenario,
  unchecked: SimulationOptions,
): Simulation {
  const resolved = checkParameterValues(compiled.scenario, unchecked.parameters);
  if (!resolved.ok) throw new ScenarioError(resolved.problems);
  const options = { ...unchecked, parameters: resolved.values };
  return new Replica(
    compiled,
    options,
    compileSchedule(compiled.scenario, resolveRounds(compiled, options)),
  );
}

/** Results computed once per version. */
type PreparedStep = {
  readonly version: number;
  readonly step: Step;
  readonly contexts: StepContexts;
  /** Undefined for a phase that does not run this time. */
  readonly phase: CompiledStep | undefined;
  readonly planned: readonly PlannedDecision[];
  readonly prompts: PromptBuilder;
};

/** Changes of a step before its digest is computed. */
type StepChanges = Pick<Commit, "step" | "rejected" | "roundOver" | "next"> & {
  readonly outcomes: readonly DecisionOutcome[];
  readonly collector: EffectCollector;
  readonly interventions?: readonly number[];
};

class Replica implements Simulation {
  readonly world: World;
  version = 0;
  isChanging = false;
  digest: string | null = null;
  stopped: string | null = null;
  private prepared: PreparedStep | undefined;
  /** Completed share of the current phase; known only to the replica that committed its stages. */
  private doneInPhase = 0;
  private readonly options: Omit<SimulationOptions, "datasets">;
  /** Needed only for the setup; empty afterwards to free memory. */
  private datasets: Datasets;

  constructor(
    private readonly compiled: CompiledScenario,
    { datasets = {}, ...options }: SimulationOptions,
    readonly schedule: Schedule,
  ) {
    this.options = options;
    this.datasets = datasets;
    this.world = new World(compiled.definitions, (agentType, agent) =>
      modelGroupOf(compiled.scenario, options.seed, agentType, agent),
    );
  }

  get rounds(): number {
    return this.schedule.rounds;
  }

  get retries(): number {
    return this.compiled.scenario.calls.retries;
  }

  step(): Step | undefined {
    return this.stopped === null
      ? stepAt(this.schedule, loadCursor(this.world), this.version)
      : undefined;
  }

  position(): RunPosition | null {
    return this.stopped === null
      ? positionAt(this.schedule, loadCursor(this.world), this.doneInPhase)
      : null;
  }

  load(changes: Iterable<RowChange>, state: ReplicaState): void {
    const { apply: take, finish: end } = this.startLoading();
    runToEnd(take(changes));
    runToEnd(end(state));
  }

  startLoading(): ReplicaLoader {
    const { take, end } = this.world.loading();
    const begin = (): void => void (this.isChanging = true);
    const finishLoading = (state: ReplicaState): void => this.finishLoading(state);
    return {
      *apply(changes) {
        begin();
        yield* take(changes);
      },
      *finish(state) {
        yield* end();
        finishLoading(state);
      },
    };
  }

  private finishLoading({ version, digest, stopped = null }: ReplicaState): void {
    if (version < this.version)
      throw new RangeError(
        `This replica is at version ${this.version} and cannot go back to ${version}.`,
      );
    this.version = version;
    this.digest = digest;
    this.stopped = stopped;
    this.doneInPhase = 0;
    this.isChanging = false;
    if (version > 0) this.datasets = {};
  }

  plan(): readonly DecisionSlot[] {
    return this.step() ? this.prepare().prompts.plan() : [];
  }

  memoryNeeds(slots: readonly DecisionSlot[]): readonly MemoryNeed[] {
    return slots.length === 0 ? [] : this.prepare().prompts.memoryNeeds(slots);
  }

  memoryQuery(slot: DecisionSlot): string | null {
    return this.prepare().prompts.memoryQuery(slot);
  }

  recall(
    slot: DecisionSlot,
    memories: readonly Memory[],
    query?: Embedding | null,
  ): readonly Memory[] {
    return this.prepare().prompts.recall(slot, memories, query);
  }

  request(
    slot: DecisionSlot,
    memories: readonly Memory[],
    query?: Embedding | null,
  ): PreparedRequest {
    return this.prepare().prompts.request(slot, memories, query);
  }

  answerShape(slot: DecisionSlot): ResolvedAnswer {
    return this.prepare().prompts.answerShape(slot);
  }

  requestOutline(slot: DecisionSlot): RequestOutline {
    return this.prepare().prompts.requestOutline(slot);
  }

  readAnswer(slot: DecisionSlot, answer: ResolvedAnswer, raw: string): AnswerReading {
    return this.prepare().prompts.readAnswer(slot, answer, raw);
  }

  retryRequest(request: PreparedRequest, raw: string, message: string): ModelRequest {
    return this.prepare().prompts.retryRequest(request, raw, message);
  }

  fallback(slot: DecisionSlot): Fallback | null {
    return this.prepare().prompts.fallback(slot);
  }

  commit(unordered: readonly DecisionOutcome[]): Commit {
    return runToEnd(this.commitInterruptibly(unordered));
  }

  *commitInterruptibly(unordered: readonly DecisionOutcome[]): Interruptible<Commit> {
    yield* this.prepareInterruptibly();
    const { step, contexts, phase, planned } = this.prepare();
    const outcomes = yield* orderOutcomes(planned, unordered);
    this.isChanging = true;
    const cursor = loadCursor(this.world);
    const collector = createEffectCollector(this.options.effectsPerStep);
    const stage = { number: cursor.stage, state: cursor.state };
    const end = yield* withScenarioErrorsInterruptibly(
      step,
      (phase ?? IDLE_PHASE).commit({ contexts, planned, outcomes, collector, stage }),
    );
    this.compiled.decisions.record(this.world, {
      round: step.round,
      planned,
      outcomes,
      rejections: end.rejections,
    });
    const continuesPhase = end.next !== undefined && collector.stopped === undefined;
    const then: Cursor = continuesPhase
      ? { ...cursor, stage: cursor.stage + 1, state: end.next?.state ?? null }
      : cursorAfter(this.schedule, cursor);
    saveCursor(this.world, then);
    this.doneInPhase = continuesPhase ? (end.next?.done ?? 0) : 0;
    const next =
      collector.stopped === undefined ? positionAt(this.schedule, then, this.doneInPhase) : null;
    return yield* this.finish({
      step,
      rejected: end.rejections,
      outcomes,
      collector,
      roundOver: then.round > cursor.round,
      next,
    });
  }

  intervene(intervention: LiveIntervention): Commit {
    return runToEnd(this.interveneInterruptibly(intervention));
  }

  *interveneInterruptibly({ number, label, effects }: LiveIntervention): Interruptible<Commit> {
    const { world } = this;
    const before = this.step();
    if (!before || this.version === 0)
      throw new InterventionError(
        number,
        "The run has no world to intervene in: it has not started, or it is over.",
      );
    const { problems, act } = compileLiveEffects(this.compiled.scenario, effects);
    if (problems.length > 0)
      throw new InterventionError(
        number,
        problems.map(({ pointer, message }) => `${pointer}: ${message}`).join("\n"),
      );
    const step: Step = {
      version: this.version,
      round: before.round,
      key: "live",
      label,
      kind: "interventions",
      stage: 0,
    };
    const contexts = this.contexts(step);
    const context = contexts.environment();
    const collector = createEffectCollector(this.options.effectsPerStep);
    world.beginTransaction();
    try {
      const rest = act({
        ...context,
        draws: childDraws(context.draws, `intervention ${number}`),
        collector,
      });
      if (rest) yield* rest;
    } catch (error) {
      world.rollback();
      throw error instanceof ScenarioRuntimeError
        ? new InterventionError(number, `${error.reason} (${error.pointer})`)
        : error;
    }
    world.commitTransaction();
    const next = collector.stopped === undefined ? this.position() : null;
    return yield* this.finish({
      step,
      rejected: [],
      outcomes: [],
      collector,
      roundOver: false,
      next,
      interventions: [number],
    });
  }

  interview(turn: InterviewTurn): InterviewRequest {
    return interviewRequest(this.compiled, this.outsideContexts(), turn);
  }

  interviewMemoryNeeds(agentType: string, agent: string): readonly MemoryNeed[] {
    return interviewMemoryNeeds(this.compiled, agentType, agent);
  }

  poll(poll: Poll): DecisionRequests {
    return pollRequests(this.compiled, this.outsideContexts(), poll);
  }

  agentsWhere(agentType: string, where: string): string[] {
    return agentsWhere(this.compiled.scenario, {
      contexts: this.outsideContexts(),
      agentType,
      where,
    });
  }

  /** Moves to the next version and computes its commit. */
  private *finish({
    step,
    rejected,
    outcomes,
    collector,
    roundOver,
    next,
    interventions = [],
  }: StepChanges): Interruptible<Commit> {
    this.isChanging = true;
    const ends = next === null;
    // The setup creates the row of `world`, so measures need new contexts.
    const measures = yield* withScenarioErrorsInterruptibly(
      step,
      evaluateMeasures(this.compiled.measures, {
        decisions: this.compiled.decisions,
        roundOver,
        ends,
        contexts: this.contexts(step),
      }),
    );
    const messages = yield* withScenarioErrorsInterruptibly(
      step,
      this.toMemories(collector.messages, step),
    );
    accumulateImportance(this.world, messages);
    const changed = {
      version: this.version + 1,
      step,
      rows: yield* this.world.takeChangesInterruptibly(),
      memories: messages,
      measures,
      rejected,
      roundOver,
      next,
      interventions,
    };
    const commit =
      collector.stopped === undefined ? changed : { ...changed, stopped: collector.stopped };
    // Final measures are not part of the digest: a fork with more rounds must continue from the
    // same digest.
    const ofRounds = measures.filter(
      ({ name }) => this.compiled.scenario.measures[name]?.at === "round",
    );
    this.digest = yield* digestInterruptibly(this.digest, outcomes, {
      ...commit,
      measures: ofRounds,
    });
    this.version += 1;
    this.datasets = {};
    this.stopped = collector.stopped ?? null;
    this.isChanging = false;
    return { ...commit, digest: this.digest };
  }

  /** Converts messages to memory entries. */
  private *toMemories(
    messages: readonly MessageEffect[],
    step: Step,
  ): Interruptible<readonly MemoryEntry[]> {
    let environment: EvaluationContext | undefined;
    const entries: MemoryEntry[] = [];
    for (const entry of messages) {
      const seq = entries.length;
      if (shouldYield(seq)) yield;
      const { agentType, agent: id, kind, text, cites, nullValues } = entry;
      const agent = entry.importance === null ? this.world.get(agentType, id) : undefined;
      const derived =
        agent &&
        this.compiled.importanceOf(agentType)(
          agent,
          (environment ??= this.contexts(step).environment()),
        );
      const importance = entry.importance ?? derived ?? DEFAULT_IMPORTANCE;
      const memory = {
        agentType,
        agent: id,
        kind,
        text,
        importance,
        seq,
        round: step.round,
        phase: step.key,
      };
      entries.push(
        cites || nullValues !== undefined
          ? { ...memory, ...(cites && { cites }), ...(nullValues !== undefined && { nullValues }) }
          : memory,
      );
    }
    return entries;
  }

  private prepare(): PreparedStep {
    return this.prepared?.version === this.version ? this.prepared : runToEnd(this.prepareStep());
  }

  *prepareInterruptibly(): Interruptible<void> {
    if (this.prepared?.version !== this.version && this.step()) yield* this.prepareStep();
  }

  private *prepareStep(): Interruptible<PreparedStep> {
    const step = this.step();
    if (!step) throw new RangeError("The run is over.");
    const { version } = this;
    const contexts = this.contexts(step);
    const { stage, state } = loadCursor(this.world);
    const declared: CompiledStep =
      step.kind === "setup"
        ? { ...this.compiled.setup, happens: () => true }
        : this.compiled.phase(step.key);
    // The condition of a phase is evaluated once, before its first stage.
    const phase = withScenarioErrors(step, () =>
      stage > 0 || declared.happens(contexts) ? declared : undefined,
    );
    const planned = yield* withScenarioErrorsInterruptibly(
      step,
      (phase ?? IDLE_PHASE).plan(contexts, { number: stage, state }),
    );
    const prepared = {
      version,
      step,
      contexts,
      phase,
      planned,
      prompts: new PromptBuilder(this.compiled, contexts, planned),
    };
    // Keeps the result only if the world has not changed in the meantime.
    if (this.version === version) this.prepared = prepared;
    return prepared;
  }

  /** Contexts for reading the world between two steps. */
  private outsideContexts(): StepContexts {
    const round = Math.min(loadCursor(this.world).round, this.schedule.rounds);
    return this.contexts({ round, key: "outside" });
  }

  private contexts(step: Pick<Step, "round" | "key">): StepContexts {
    return new StepContexts(
      step,
      this.world,
      this.options.seed,
      this.options.parameters,
      this.compiled.viewsOf,
      this.datasets,
    );
  }
}

const createEffectCollector = (effectsLeft: number = LIMITS.effectsPerPhase): EffectCollector => ({
  messages: [],
  stopped: undefined,
  effectsLeft,
});
