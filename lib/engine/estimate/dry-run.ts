import { answerJsonSchema } from "@/lib/domain/answers";
import { type DecisionOutcome, formatNullValues } from "@/lib/domain/decision";
import { hashEmbedding } from "../memory/hashing";
import type {
  RequestOutline,
  DecisionSlot,
  AnswerReading,
  Simulation,
  Step,
} from "../base/contract";
import { shouldYield } from "../base/interruptible";
import { RunMemories } from "../run/run-memories";
import { countTokens } from "../tokens/token-table";
import { addAmounts } from "./amounts";
import type { DryRunLine, DryRunRound, DryRun, DryRunOptions } from "./contract";
import { EmbeddingCount } from "./embedding-count";
import { type AnswerSampler, NEUTRAL_PROFILE, createAnswerSampler } from "./sample-answers";
import { PromptCounter, StepCount } from "./step-count";

const DEFAULT_SAMPLED_PROMPTS = 40;
/**
 * Minimum prompts per stage once the phase has used up its sample: conversations have many stages.
 */
const MIN_SAMPLED_PROMPTS = 6;

/**
 * Runs a simulation from its setup with sample answers and counts the model calls it would make.
 * Writes prompts for an even sample of the decisions of each phase; the others only get an answer.
 * If the time limit is reached in the first or second round, completes that round with the sampled
 * decisions and repeats them for the others. Yields after every decision; continue with `next()`.
 * The token table must be loaded. Throws `SimulationError` if the scenario itself fails.
 */
export function* dryRun(
  simulation: Simulation,
  options: DryRunOptions,
): Generator<undefined, DryRun, undefined> {
  const { shouldContinue, prompts = DEFAULT_SAMPLED_PROMPTS } = options;
  const player = new DryRunPlayer(simulation, options);
  const played: DryRunRound[] = [];
  let [lines, steps]: [DryRunLine[], number[]] = [[], []];
  let sampledIn = new Map<string, number>();
  let rough = false;
  let endedIn: number | null = null;
  for (let step = simulation.step(); step; step = simulation.step()) {
    // Needed: setup and first round, and the second round for phases that skip the first.
    const needed = played.length < 2 || (played.length === 2 && !rough);
    if (!needed && (rough || !shouldContinue())) break;
    yield* simulation.prepareInterruptibly();
    const left = prompts - (sampledIn.get(step.key) ?? 0);
    const made = yield* player.play(step, Math.max(MIN_SAMPLED_PROMPTS, left), needed);
    // Drops an incomplete last round once a complete one exists to extrapolate from.
    if (!made.complete && !needed) break;
    if (!made.complete && played.length < 2) rough = true;
    sampledIn.set(step.key, (sampledIn.get(step.key) ?? 0) + made.sampled);
    lines.push(...made.lines);
    steps.push(made.calls);
    const commit = yield* simulation.commitInterruptibly(made.outcomes);
    player.remember(step, commit.memories);
    if (commit.stopped !== undefined) endedIn = step.round;
    if (!commit.roundOver && commit.next !== null) continue;
    played.push({ round: step.round, lines: mergeLines(lines), steps });
    [lines, steps] = [[], []];
    sampledIn = new Map();
  }
  return {
    rounds: simulation.rounds,
    played,
    rough,
    endedIn,
    counted: player.counted,
    nullValues: player.nullValues,
  };
}

type DryRunStep = {
  readonly outcomes: readonly DecisionOutcome[];
  readonly lines: readonly DryRunLine[];
  readonly calls: number;
  readonly sampled: number;
  readonly complete: boolean;
};

class DryRunPlayer {
  counted = 0;
  private readonly withoutValue = new Map<string, number>();
  private readonly memories: RunMemories;
  private readonly counter = new PromptCounter();
  private readonly embeddings: EmbeddingCount | undefined;
  private readonly sampleAnswer: AnswerSampler;

  constructor(
    private readonly simulation: Simulation,
    private readonly options: DryRunOptions,
  ) {
    this.memories = new RunMemories(simulation);
    this.embeddings = options.embeds === true ? new EmbeddingCount(simulation) : undefined;
    this.sampleAnswer = createAnswerSampler(options.profile ?? NEUTRAL_PROFILE);
  }

  get nullValues(): DryRun["nullValues"] {
    return [...this.withoutValue].map(([joined, count]) => ({ joined, count }));
  }

  remember(step: Step, memories: ReturnType<Simulation["commit"]>["memories"]): void {
    for (const entry of memories) {
      this.memories.add(step.version, entry);
      this.embeddings?.addMemory(entry);
    }
  }

  /**
   * Decides a step: first the sample, whose prompts are counted, then the others while time is
   * left. If `needed`, the sample is decided even without time left.
   */
  *play(step: Step, prompts: number, needed: boolean): Generator<undefined, DryRunStep, undefined> {
    const asked = this.simulation.plan().filter(({ automatic }) => !automatic);
    const count = new StepCount();
    const outcomes: DecisionOutcome[] = [];
    const stride = Math.max(1, Math.ceil(asked.length / prompts));
    const isSampled = (at: number): boolean => at % stride === 0;
    const examples = new Map<string, DecisionOutcome>();
    this.embeddings?.startStep(asked.length);
    let decided = 0;
    let complete = true;
    for (const sampling of stride === 1 ? [true] : [true, false]) {
      for (const [at, slot] of asked.entries()) {
        if (isSampled(at) !== sampling) continue;
        if (complete && !(needed && sampling) && !this.options.shouldContinue()) complete = false;
        if (!complete) {
          // Later prompts show earlier decisions, so repeating another agent's decision is closer
          // to a real run than none.
          const example = isAboutAgentOnly(slot) ? examples.get(offerKey(slot)) : undefined;
          outcomes.push({ action: null, values: null, ...example, seq: slot.seq });
          if (shouldYield(at)) yield;
          continue;
        }
        const outcome = this.decide({ step, slot, sampled: sampling, count });
        this.embeddings?.countDecision(slot, at, sampling);
        if (sampling) examples.set(offerKey(slot), outcome);
        outcomes.push(outcome);
        decided += 1;
        yield;
      }
    }
    const share = asked.length === 0 ? 1 : decided / asked.length;
    return {
      outcomes,
      lines: count.lines(step, share, this.embeddings?.tokens(decided, share) ?? 0),
      calls: count.calls / share,
      sampled: Math.ceil(asked.length / stride),
      complete,
    };
  }

  private decide({
    step,
    slot,
    sampled,
    count,
  }: {
    readonly step: Step;
    readonly slot: DecisionSlot;
    readonly sampled: boolean;
    readonly count: StepCount;
  }): DecisionOutcome {
    const { simulation } = this;
    // A reflection records values of its request next to its answer.
    const request = sampled || slot.kind === "reflection" ? this.request(slot) : undefined;
    const brief: RequestOutline = request
      ? { answer: request.answer, seed: request.model.seed, group: request.group }
      : simulation.requestOutline(slot);
    const { text, reading } = this.answer(step, slot, brief);
    count.add(brief.group, reading.ok ? 1 : 1 + simulation.retries);
    if (sampled && request) {
      this.counted += 1;
      const joined = formatNullValues(request.nullValues ?? []);
      if (joined !== null) this.withoutValue.set(joined, (this.withoutValue.get(joined) ?? 0) + 1);
      count.sample(brief.group, this.counter.count(request.model), countTokens(text));
    }
    if (!reading.ok)
      return { seq: slot.seq, ...(simulation.fallback(slot) ?? { action: null, values: null }) };
    return {
      seq: slot.seq,
      action: reading.action,
      values: request?.given ? { ...reading.values, ...request.given } : reading.values,
    };
  }

  /** Samples an answer like a recorded one, chosen by the seed, or else one without a model. */
  private answer(
    { key }: Step,
    slot: DecisionSlot,
    { answer, seed }: RequestOutline,
  ): { readonly text: string; readonly reading: AnswerReading } {
    const recorded = this.options.answers?.(key) ?? [];
    const text = this.sampleAnswer(
      answerJsonSchema(answer),
      seed,
      recorded[seed % recorded.length],
    );
    return { text, reading: this.simulation.readAnswer(slot, answer, text) };
  }

  private request(slot: DecisionSlot): ReturnType<Simulation["request"]> {
    const query = this.simulation.memoryQuery(slot);
    return this.simulation.request(
      slot,
      this.memories.forSlot(slot),
      query === null ? null : hashEmbedding(query),
    );
  }
}

/** Whether a decision concerns only the agent itself. */
const isAboutAgentOnly = ({ kind, about }: DecisionSlot): boolean =>
  kind === "action" && about === null;

const offerKey = ({ agentType, offered }: DecisionSlot): string =>
  [agentType, ...offered].join("\n");

/** Merges the stages of a phase. */
function mergeLines(lines: readonly DryRunLine[]): readonly DryRunLine[] {
  const byPhase = new Map<string, DryRunLine>();
  for (const line of lines) {
    const key = `${line.phase}\n${line.group}`;
    const known = byPhase.get(key);
    byPhase.set(key, { ...line, ...addAmounts(known, line) });
  }
  return [...byPhase.values()];
}
