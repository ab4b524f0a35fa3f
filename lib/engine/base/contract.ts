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
 * One step of a run, between two commits. Its commit raises the version from `version` to `version
 * + 1`.
 */
export type Step = {
  readonly version: number;
  /** 0 for the setup, then 1 to `rounds`. */
  readonly round: number;
  /** `setup`, `interventions`, `reflection`, `live` (a live intervention), or the id of a phase. */
  readonly key: string;
  readonly label: string;
  readonly kind: StepKind;
  /** The stage of the phase, from 0; most phases have one. */
  readonly stage: number;
};

/** The steps of every round, after the setup. */
export type Schedule = {
  readonly rounds: number;
  readonly perRound: readonly {
    readonly key: string;
    readonly label: string;
    readonly kind: StepKind;
  }[];
};

/** The progress of a run, for display. */
export type RunPosition = {
  readonly round: number;
  /** The label of the current step. */
  readonly label: string;
  /** The shares of the run before the current step and of the current step, from 0 to 1. */
  readonly done: number;
  readonly span: number;
};

/** An intervention requested during the run. */
export type LiveIntervention = {
  /** The number of the intervention within its run, from 1. */
  readonly number: number;
  readonly label: string;
  readonly effects: readonly Effect[];
};

/**
 * The state of a row after a commit: every attribute in declared order, refs as ids; null if
 * deleted.
 */
export type RowChange = {
  readonly table: string;
  readonly id: string;
  readonly ordinal: number;
  readonly data: Readonly<Record<string, Value>> | null;
};

/** One decision of an agent in a step. `seq` counts from 0; the order depends only on the world. */
export type DecisionSlot = {
  readonly seq: number;
  readonly agentType: string;
  /** The id of the agent. */
  readonly agent: string;
  /** Counts the decisions of the agent in this step, from 0. */
  readonly slot: number;
  readonly kind: DecisionKind;
  /** The subject: the row of `each`, or a conversation such as `discussion#2`. */
  readonly about: string | null;
  /** The available actions, or the questionnaire. */
  readonly offered: readonly string[];
  /**
   * Whether the only available action has no inputs: no model call is made, and the outcome is `{
   * action: offered[0], values: {} }`.
   */
  readonly automatic: boolean;
  /** With `each`: the subject row. */
  readonly row?: { readonly table: string; readonly id: string };
};

/** The agents of one type whose memories prompts need, and how many of them. */
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
  /** The key of the step. */
  readonly phase: string;
  readonly kind: Memory["kind"];
  readonly text: string;
  /** From 0 to 1. */
  readonly importance: number;
  /** The memories that an insight cites, as `version.seq`. */
  readonly cites?: readonly string[];
  /** Expressions that had no value when the message was written, as `formatNullValues` gives. */
  readonly nullValues?: string;
  /** The embedding and its embedder, when computed with the memory. */
  readonly embedding?: { readonly by: string; readonly bytes: Embedding };
};

export type PreparedRequest = {
  /** Identical for all agents of the run, so that servers can cache the prefix. */
  readonly system: string;
  readonly user: string;
  readonly answer: ResolvedAnswer;
  readonly model: ModelRequest;
  /** The endpoint group: that of the task, otherwise that of the agent. */
  readonly group: string;
  /** Parts of the prompt that were trimmed to their token budget. */
  readonly trimmed: readonly PromptPart[];
  /** Expressions of templates that had no value in the prompt, as written. */
  readonly nullValues?: readonly string[];
  /** Values recorded with the answer: the meaning of its numbers. */
  readonly given?: Readonly<Record<string, Value>>;
};

/** A request without its prompt: the answer shape, the seed and the endpoint group. */
export type RequestOutline = {
  readonly answer: ResolvedAnswer;
  readonly seed: number;
  readonly group: string;
};

/** The parts of a prompt with a token budget. */
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

/** The changes of one commit, to be stored in one transaction. */
export type Commit = {
  /** The version after the commit. */
  readonly version: number;
  readonly step: Step;
  readonly rows: readonly RowChange[];
  readonly memories: readonly MemoryEntry[];
  readonly measures: readonly MeasureResult[];
  readonly rejected: readonly Rejection[];
  /** The reason when the run ends before its last round. */
  readonly stopped?: string;
  /** Whether the commit ended a round (the setup is round 0). */
  readonly roundOver: boolean;
  /** The position after the commit; null when the run is over. */
  readonly next: RunPosition | null;
  /** The numbers of the live interventions that the commit applied. */
  readonly interventions: readonly number[];
  /** SHA-256 (hex) of this commit and the previous digest, and so of the whole history. */
  readonly digest: string;
};

export type SimulationOptions = {
  /** Omitted parameters take their defaults. */
  readonly parameters: ParameterValues;
  readonly seed: number;
  /** Overrides the number of rounds of the scenario. */
  readonly rounds?: number;
  /**
   * The datasets that the scenario refers to; only the setup needs them, and they are released
   * after it.
   */
  readonly datasets?: Readonly<Record<string, DataTable>>;
  /**
   * Effects in one step, where that is less than the limit of runs: for plays whose results are
   * thrown away.
   */
  readonly effectsPerStep?: number;
};

/** The state of a replica after `load`. */
export type ReplicaState = {
  /** The number of commits so far. */
  readonly version: number;
  /** The digest of the last commit; null at version 0. */
  readonly digest: string | null;
  /** The reason when the last commit ended the run early. */
  readonly stopped?: string | null;
};

/**
 * Loads a replica incrementally: `apply` takes changes as they arrive, `finish` sets the new state.
 */
export type ReplicaLoader = {
  apply(changes: Iterable<RowChange>): Interruptible<void>;
  finish(state: ReplicaState): Interruptible<void>;
};

/** The outcome recorded when no valid answer arrives. */
export type Fallback = {
  readonly action: string;
  readonly values: Readonly<Record<string, Value>>;
};

/**
 * The decisions to be made on one state of the world: those of the current step of a run, or of a
 * poll.
 */
export interface DecisionRequests {
  /** The maximum number of retries after an invalid answer. */
  readonly retries: number;
  /** Returns the decisions in order of `seq`; empty for steps without agents. */
  plan(): readonly DecisionSlot[];
  /**
   * Returns the memories that the prompts of these decisions need; nothing for agents without
   * memory.
   */
  memoryNeeds(slots: readonly DecisionSlot[]): readonly MemoryNeed[];
  /**
   * Returns the text whose embedding decides the relevance of memories; null where relevance does
   * not count.
   */
  memoryQuery(slot: DecisionSlot): string | null;
  /**
   * Returns the memories that the prompt shows, oldest first. `memories` as for `request`, which
   * needs no others.
   */
  recall(
    slot: DecisionSlot,
    memories: readonly Memory[],
    query?: Embedding | null,
  ): readonly Memory[];
  /**
   * Builds the prompt and the answer shape. `memories`: the agent's latest up to this version, as
   * many as needed, oldest first; `query`: the embedding of `memoryQuery`.
   *
   * @throws TokenTableMissing where a part may exceed its budget and the token table is not loaded
   */
  request(
    slot: DecisionSlot,
    memories: readonly Memory[],
    query?: Embedding | null,
  ): PreparedRequest;
  /**
   * Returns the answer shape alone, for corrections; for a reflection, with the maximum number of
   * memories.
   */
  answerShape(slot: DecisionSlot): ResolvedAnswer;
  /**
   * Returns what `request` gives without the prompt, which is most of the work. Not for
   * reflections.
   */
  requestOutline(slot: DecisionSlot): RequestOutline;
  /** Parses and validates an answer of the model. */
  readAnswer(slot: DecisionSlot, answerShape: ResolvedAnswer, raw: string): AnswerReading;
  /**
   * Returns the request with the invalid answer and its problem appended, for a retry; at most
   * `retries` times.
   */
  retryRequest(request: PreparedRequest, raw: string, message: string): ModelRequest;
  /**
   * Returns the action's fallback, recorded when no valid answer arrives, or null to skip the
   * decision.
   */
  fallback(slot: DecisionSlot): Fallback | null;
}

/** One message of an interview. */
export type Utterance = { readonly by: InterviewRole; readonly text: string };

/** The messages of an interview so far, the last one from the interviewer. */
export type InterviewTurn = {
  readonly agentType: string;
  readonly agent: string;
  readonly utterances: readonly Utterance[];
  /** As many as `interviewMemoryNeeds` returns, oldest first. */
  readonly memories: readonly Memory[];
  /** The embedding of the last question, which decides the relevance of memories. */
  readonly query?: Embedding | null;
};

export type InterviewRequest = {
  readonly model: ModelRequest;
  readonly group: string;
  /** As in `PreparedRequest`. */
  readonly nullValues?: readonly string[];
};

/** A questionnaire from outside the scenario, for agents of one type. */
export type Poll = {
  readonly agentType: string;
  /** Ids, in order. Agents that no longer exist or cannot answer are skipped. */
  readonly agents: readonly string[];
  readonly intro: string;
  readonly items: Readonly<Record<string, AnswerInput>>;
};

/**
 * One replica of a run's world with everything derived from it. Synchronous; never does input or
 * output.
 */
export interface Simulation extends DecisionRequests {
  readonly schedule: Schedule;
  readonly rounds: number;
  readonly version: number;
  readonly digest: string | null;
  readonly stopped: string | null;
  /** Whether an interruptible change has begun, so that the world is between two versions. */
  readonly isChanging: boolean;
  readonly world: WorldReader;
  /** Returns the current step; undefined when the run is over. */
  step(): Step | undefined;
  /** Returns the progress of the run; null when it is over. */
  position(): RunPosition | null;
  /**
   * Advances the replica to `state` by the changes persisted since its version (all of them for a
   * fresh replica), in order of version; either every version of a row, or the latest only. Must
   * include deleted rows, or replicas diverge.
   */
  load(changes: Iterable<RowChange>, state: ReplicaState): void;
  /** `load` as incremental, interruptible work, for more changes than fit in memory at once. */
  startLoading(): ReplicaLoader;
  /**
   * Computes the decisions of the current step interruptibly; `plan` and the other methods on it
   * are then immediate.
   */
  prepareInterruptibly(): Interruptible<void>;
  /**
   * Applies the outcomes of the current step, one for each decision of the plan, in any order
   * (automatic ones may be omitted), and moves the replica to the next version. Throws
   * `SimulationError` when the scenario fails; the replica must then be discarded.
   */
  commit(outcomes: readonly DecisionOutcome[]): Commit;
  /** `commit` as interruptible work; if abandoned, the replica must be discarded. */
  commitInterruptibly(outcomes: readonly DecisionOutcome[]): Interruptible<Commit>;
  /**
   * Applies a live intervention as a step of its own before the current step, which is then planned
   * again on the changed world. Throws `InterventionError`, leaving the replica unchanged, when it
   * cannot be applied.
   */
  intervene(intervention: LiveIntervention): Commit;
  /** `intervene` as interruptible work; if abandoned, the replica must be discarded. */
  interveneInterruptibly(intervention: LiveIntervention): Interruptible<Commit>;
  /**
   * Builds the request of an interview with an agent in its current state. Nothing of it is
   * remembered.
   */
  interview(interview: InterviewTurn): InterviewRequest;
  /** Returns the memories that an interview with an agent needs. */
  interviewMemoryNeeds(agentType: string, agent: string): readonly MemoryNeed[];
  /**
   * Returns the decisions of a poll of agents in their current state. Nothing of it is remembered.
   * `seq` is the index of the agent among `poll.agents`. Throws `ScenarioError` for invalid items.
   */
  poll(poll: Poll): DecisionRequests;
  /**
   * Returns the ids of the agents of a type that satisfy an expression now. Throws `ScenarioError`
   * (`/where`) when the expression is invalid.
   */
  agentsWhere(agentType: string, where: string): string[];
}
