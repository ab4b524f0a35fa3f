import type { InvalidReason, ResolvedAnswer } from "@/lib/domain/answers";
import type { DataTable } from "@/lib/domain/data";
import type { DecisionKind, DecisionOutcome } from "@/lib/domain/decision";
import type { InterviewRole } from "@/lib/domain/interview";
import type { AnswerInput, Effect, ParameterValues, PhaseKey, Value } from "@/lib/domain/scenario";
import type { Embedding, MemoryExtent, Memory } from "./memory";
import type { ModelRequest } from "./ports";
import type { WorldReader } from "./row";
import type { Interruptible } from "./interruptible";

export type { Embedding, MemoryExtent, Memory } from "./memory";

export type StepKind = "setup" | "interventions" | "reflection" | PhaseKey;

/**
 * One step of a run: what happens between two commits. Its commit raises the version from `version`
 * to `version + 1`.
 */
export type Step = {
  readonly version: number;
  /** 0 for the set-up, then 1 to `rounds`. */
  readonly round: number;
  /**
   * `setup`, `interventions`, `reflection`, `live` (an intervention made while the run was going)
   * or the id of a phase.
   */
  readonly key: string;
  readonly label: string;
  readonly kind: StepKind;
  /** Counts the steps of one phase, from 0: most have one. */
  readonly stage: number;
};

/** What happens in every round, after the set-up. */
export type Schedule = {
  readonly rounds: number;
  readonly perRound: readonly {
    readonly key: string;
    readonly label: string;
    readonly kind: StepKind;
  }[];
};

/** Where a run is, for those who watch it. */
export type RunPosition = {
  readonly round: number;
  /** Of the step in hand. */
  readonly label: string;
  /**
   * Share of the run that lies before the step in hand, and the share that this step is; from 0 to
   * 1.
   */
  readonly done: number;
  readonly span: number;
};

/** A change from outside that someone asked for while the run was going. */
export type LiveIntervention = {
  /** Counts the interventions of a run, from 1. */
  readonly number: number;
  readonly label: string;
  readonly effects: readonly Effect[];
};

/**
 * The state of a row after a commit: every attribute in declared order, refs as ids; null when it
 * was deleted.
 */
export type RowChange = {
  readonly table: string;
  readonly id: string;
  readonly ordinal: number;
  readonly data: Readonly<Record<string, Value>> | null;
};

/**
 * One decision that an agent has to make in a step. `seq` counts from 0; the order never depends on
 * anything but the world.
 */
export type DecisionSlot = {
  readonly seq: number;
  readonly agentType: string;
  /** Id of the agent. */
  readonly agent: string;
  /** Counts the decisions of one agent in one step, from 0. */
  readonly slot: number;
  readonly kind: DecisionKind;
  /** What it is about: the row of `each`, or a conversation such as `discussion#2`. */
  readonly about: string | null;
  /** The actions on offer, or the questionnaire. */
  readonly offered: readonly string[];
  /**
   * The one thing on offer asks nothing: no model call, its outcome is `{ action: offered[0],
   * values: {} }`.
   */
  readonly automatic: boolean;
  /** With `each`: the row the decision is about. */
  readonly row?: { readonly table: string; readonly id: string };
};

/** Agents of one type whose memories prompts need, and how much of them. */
export type MemoryNeed = MemoryExtent & {
  readonly agentType: string;
  readonly agents: readonly string[];
};

export type MemoryEntry = {
  readonly agentType: string;
  readonly agent: string;
  /** Order within the commit, from 0. */
  readonly seq: number;
  readonly round: number;
  /** Key of the step. */
  readonly phase: string;
  readonly kind: Memory["kind"];
  readonly text: string;
  /** From 0 to 1. */
  readonly importance: number;
  /** The memories that an insight rests on, as `version.seq`. */
  readonly cites?: readonly string[];
  /** Where it was made together with the memory, and by what. */
  readonly embedding?: { readonly by: string; readonly bytes: Embedding };
};

export type PreparedRequest = {
  /** The same for all agents of the run, so that servers keep it cached. */
  readonly system: string;
  readonly user: string;
  readonly answer: ResolvedAnswer;
  readonly model: ModelRequest;
  /** The group of endpoints that answers: that of the task, else that of the agent. */
  readonly group: string;
  /** Parts of the prompt that were cut to their budget of tokens. */
  readonly trimmed: readonly PromptPart[];
  /** Recorded with the answer: what its numbers stand for. */
  readonly given?: Readonly<Record<string, Value>>;
};

/**
 * A request without its prompt: the shape of the answer, the seed of the call and the group that
 * answers.
 */
export type RequestOutline = {
  readonly answer: ResolvedAnswer;
  readonly seed: number;
  readonly group: string;
};

/** The parts of a prompt that have a budget of tokens. */
export const PROMPT_PARTS = ["profile", "memory", "observation"] as const;
export type PromptPart = (typeof PROMPT_PARTS)[number];

export type AnswerReading =
  | { readonly ok: true; readonly action: string; readonly values: Readonly<Record<string, Value>> }
  | { readonly ok: false; readonly reason: InvalidReason; readonly message: string };

export type MeasureResult = {
  readonly name: string;
  readonly round: number;
  readonly value: number | null;
  readonly problem?: string;
};

export type Rejection = { readonly seq: number; readonly reason: string };

/** Everything one commit changes; to be stored in one transaction. */
export type Commit = {
  /** The version after it. */
  readonly version: number;
  readonly step: Step;
  readonly rows: readonly RowChange[];
  readonly memories: readonly MemoryEntry[];
  readonly measures: readonly MeasureResult[];
  readonly rejected: readonly Rejection[];
  /** Set when the run ends here before its last round. */
  readonly stopped?: string;
  /** Whether it ended a round (the set-up is round 0). */
  readonly roundOver: boolean;
  /** Where the run stands after it; null when it is over. */
  readonly next: RunPosition | null;
  /** The live interventions that it applied. */
  readonly interventions: readonly number[];
  /** SHA-256 (hex) of this commit and, through the previous digest, of all before it. */
  readonly digest: string;
};

export type SimulationOptions = {
  /** Those left out have their default. */
  readonly parameters: ParameterValues;
  readonly seed: number;
  /** Instead of the scenario's own number. */
  readonly rounds?: number;
  /**
   * The tables that the scenario names as datasets; needed for the set-up alone, and let go of
   * after it.
   */
  readonly datasets?: Readonly<Record<string, DataTable>>;
};

/** Where a replica stands after `load`. */
export type ReplicaState = {
  /** Number of commits made so far. */
  readonly version: number;
  /** Digest of the last of them; null at version 0. */
  readonly digest: string | null;
  /** Reason of an early end, if the last commit brought one. */
  readonly stopped?: string | null;
};

/**
 * A replica on its way to another version: it takes changes as they come, and stands there after
 * the end.
 */
export type ReplicaLoader = {
  apply(changes: Iterable<RowChange>): Interruptible<void>;
  finish(state: ReplicaState): Interruptible<void>;
};

/** What to record when no valid answer came. */
export type Fallback = {
  readonly action: string;
  readonly values: Readonly<Record<string, Value>>;
};

/** Decisions to be made on one state of the world: the step in hand of a run, or a poll. */
export interface DecisionRequests {
  /** How often an invalid answer is sent back with what was wrong. */
  readonly retries: number;
  /** The decisions, in order of `seq`; empty for steps without agents. */
  plan(): readonly DecisionSlot[];
  /** Which memories the prompts of these decisions show; nothing for agents that have none. */
  memoryNeeds(slots: readonly DecisionSlot[]): readonly MemoryNeed[];
  /**
   * The text by whose embedding a decision's memories are judged relevant; null where relevance
   * does not count.
   */
  memoryQuery(slot: DecisionSlot): string | null;
  /**
   * Those of an agent's memories that the prompt shows, oldest first. `memories` as for `request`,
   * which does not need the others.
   */
  recall(
    slot: DecisionSlot,
    memories: readonly Memory[],
    query?: Embedding | null,
  ): readonly Memory[];
  /**
   * The prompt and the shape of the answer. `memories`: the agent's latest up to this version, as
   * many as were needed, oldest first; `query`: the embedding of `memoryQuery`.
   * @throws TokenTableMissing where a part may exceed its budget and the table of tokens is not
   * loaded
   */
  request(
    slot: DecisionSlot,
    memories: readonly Memory[],
    query?: Embedding | null,
  ): PreparedRequest;
  /**
   * The shape of the answer alone, for who corrects one; of a reflection as if it listed as many
   * memories as it may.
   */
  answerShape(slot: DecisionSlot): ResolvedAnswer;
  /**
   * What `request` says beside the prompt, for who needs only that: writing a prompt is most of the
   * work. Not for reflections.
   */
  requestOutline(slot: DecisionSlot): RequestOutline;
  /** Parses and validates a model's answer. */
  readAnswer(slot: DecisionSlot, answerShape: ResolvedAnswer, raw: string): AnswerReading;
  /**
   * The same request with the answer and what was wrong with it, for another try. At most `retries`
   * times.
   */
  retryRequest(request: PreparedRequest, raw: string, message: string): ModelRequest;
  /** What to record when no valid answer came: the action's fallback, or null to skip. */
  fallback(slot: DecisionSlot): Fallback | null;
}

/** One thing said in an interview. */
export type Utterance = { readonly by: InterviewRole; readonly text: string };

/** An interview: what was said so far, the last word being the interviewer's. */
export type InterviewTurn = {
  readonly agentType: string;
  readonly agent: string;
  readonly utterances: readonly Utterance[];
  /** As many as `talkNeeds` says, oldest first. */
  readonly memories: readonly Memory[];
  /** The embedding of the last question, by which memories are judged relevant. */
  readonly query?: Embedding | null;
};

export type InterviewRequest = { readonly model: ModelRequest; readonly group: string };

/** A questionnaire that the scenario does not hold, for agents of one type. */
export type Poll = {
  readonly agentType: string;
  /**
   * Ids, in the order in which they are asked. Those that no longer exist, or could not answer, are
   * left out.
   */
  readonly agents: readonly string[];
  readonly intro: string;
  readonly items: Readonly<Record<string, AnswerInput>>;
};

/**
 * One replica of a run's world, and everything that can be computed from it. Synchronous; never
 * does input or output.
 */
export interface Simulation extends DecisionRequests {
  readonly schedule: Schedule;
  readonly rounds: number;
  readonly version: number;
  readonly digest: string | null;
  readonly stopped: string | null;
  /** The world is between two versions: a change that is made interruptibly has begun. */
  readonly isChanging: boolean;
  readonly world: WorldReader;
  /** The step in hand; undefined when the run is over. */
  step(): Step | undefined;
  /** Where the run stands; null when it is over. */
  position(): RunPosition | null;
  /**
   * Brings the replica to `state` with the changes persisted since it was last there (all of
   * them, for a fresh one), in order of version; several versions of a row may be given, or the
   * latest only. Deleted rows must be included.
   */
  load(changes: Iterable<RowChange>, state: ReplicaState): void;
  /** The same bit by bit and interruptibly, for more changes than should be held at once. */
  startLoading(): ReplicaLoader;
  /**
   * Works out who decides what, interruptibly: `plan` and the other questions about the step in
   * hand then find it ready.
   */
  prepareInterruptibly(): Interruptible<void>;
  /**
   * Applies the outcomes of the step in hand: one for each decision of the plan, in any order
   * (automatic ones may be left out). Moves the replica to the next version. Throws
   * `SimulationError` when the scenario itself fails; the replica is then of no further use.
   */
  commit(outcomes: readonly DecisionOutcome[]): Commit;
  /** The same interruptibly; one that is not brought to its end leaves a replica of no use. */
  commitInterruptibly(outcomes: readonly DecisionOutcome[]): Interruptible<Commit>;
  /**
   * Applies a change from outside, as a step of its own before the step in hand, which is asked
   * again on the changed world. Throws `InterventionError`, and leaves everything as it was, when
   * it cannot be applied.
   */
  intervene(intervention: LiveIntervention): Commit;
  /** A free question to one agent as it is now. Nothing of it is remembered. */
  interview(interview: InterviewTurn): InterviewRequest;
  /** Which memories an interview with an agent needs. */
  interviewMemoryNeeds(agentType: string, agent: string): readonly MemoryNeed[];
  /**
   * A questionnaire to some agents as they are now. Nothing of it is remembered. Throws
   * `ScenarioError` for items that make no sense.
   */
  /** `seq` of the questions is the position of the agent among those asked. */
  poll(poll: Poll): DecisionRequests;
  /**
   * The ids of the agents of a type for whom an expression holds now. Throws `ScenarioError`
   * (`/where`) when it makes no sense.
   */
  agentsWhere(agentType: string, where: string): string[];
}
