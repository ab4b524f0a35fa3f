import type { InvalidReason, ResolvedAnswer } from "@/lib/domain/answers";
import type { DecisionKind, DecisionOutcome } from "@/lib/domain/decision";
import type { ParameterValues, PhaseKey, Value } from "@/lib/domain/scenario";
import type { ModelRequest } from "../ports";
import type { WorldReader } from "../row";

export type StepKind = "setup" | "interventions" | PhaseKey;

/** One step of a run: what happens between two commits. Its commit raises the version from `version` to `version + 1`. */
export type Step = {
  readonly version: number;
  /** 0 for the set-up, then 1 to `rounds`. */
  readonly round: number;
  /** `setup`, `interventions` or the id of a phase. */
  readonly key: string;
  readonly label: string;
  readonly kind: StepKind;
  readonly lastOfRound: boolean;
  readonly lastOfRun: boolean;
  /** Whether agents may be asked; the others commit without decisions. */
  readonly callsModel: boolean;
};

/** The steps of a run: one for the set-up, then the same ones in every round. */
export type Schedule = {
  readonly rounds: number;
  readonly totalSteps: number;
  readonly perRound: readonly { readonly key: string; readonly label: string; readonly kind: StepKind; readonly callsModel: boolean }[];
};

/** The state of a row after a commit: every attribute in declared order, refs as ids; null when it was deleted. */
export type RowChange = {
  readonly table: string;
  readonly id: string;
  readonly ordinal: number;
  readonly data: Readonly<Record<string, Value>> | null;
};

/** One decision that an agent has to make in a step. `seq` counts from 0; the order never depends on anything but the world. */
export type DecisionSlot = {
  readonly seq: number;
  readonly agentType: string;
  /** Id of the agent. */
  readonly agent: string;
  /** Counts the decisions of one agent in one step, from 0. */
  readonly slot: number;
  readonly kind: DecisionKind;
  /** The actions on offer, or the questionnaire. */
  readonly offered: readonly string[];
  /** The one thing on offer asks nothing: no model call, its outcome is `{ action: offered[0], values: {} }`. */
  readonly automatic: boolean;
  /** With `each`: the row the decision is about. */
  readonly row?: { readonly table: string; readonly id: string };
};

/** Agents of one type whose latest memories a prompt needs. */
export type MemoryNeed = { readonly agentType: string; readonly latest: number; readonly agents: readonly string[] };

/** A memory as a prompt shows it. */
export type Memory = { readonly round: number; readonly text: string };

export type MemoryEntry = {
  readonly agentType: string;
  readonly agent: string;
  /** Order within the commit, from 0. */
  readonly seq: number;
  readonly round: number;
  /** Key of the step. */
  readonly phase: string;
  readonly kind: "told" | "rejected";
  readonly text: string;
  /** From 0 to 1. */
  readonly importance: number;
};

export type PreparedRequest = {
  /** The same for all agents of the run, so that servers keep it cached. */
  readonly system: string;
  readonly user: string;
  readonly answer: ResolvedAnswer;
  readonly model: ModelRequest;
  /** The group of endpoints that answers for this type of agent. */
  readonly group: string;
};

export type Reading =
  | { readonly ok: true; readonly action: string; readonly values: Readonly<Record<string, Value>> }
  | { readonly ok: false; readonly reason: InvalidReason; readonly message: string };

export type MeasureResult = { readonly name: string; readonly round: number; readonly value: number | null; readonly problem?: string };

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
  /** SHA-256 (hex) of this commit and, through the previous digest, of all before it. */
  readonly digest: string;
};

export type SimulationOptions = {
  /** Those left out have their default. */
  readonly parameters: ParameterValues;
  readonly seed: number;
  /** Instead of the scenario's own number. */
  readonly rounds?: number;
};

/** Where a replica stands after `load`. */
export type Standing = {
  /** Number of commits made so far. */
  readonly version: number;
  /** Digest of the last of them; null at version 0. */
  readonly digest: string | null;
  /** Reason of an early end, if the last commit brought one. */
  readonly stopped?: string | null;
};

/** One replica of a run's world, and everything that can be computed from it. Synchronous; never does input or output. */
export interface Simulation {
  readonly schedule: Schedule;
  readonly totalSteps: number;
  readonly rounds: number;
  /** How often an invalid answer is sent back with what was wrong. */
  readonly retries: number;
  readonly version: number;
  readonly digest: string | null;
  readonly stopped: string | null;
  readonly world: WorldReader;
  /** The step in hand; undefined when the run is over. */
  step(): Step | undefined;
  /**
   * Brings the replica to `standing` with the changes persisted since it was last there (all of them, for a fresh one),
   * in order of version; several versions of a row may be given, or the latest only. Deleted rows must be included.
   */
  load(changes: Iterable<RowChange>, standing: Standing): void;
  /** The decisions of the step in hand, in order of `seq`; empty for steps without agents. Computed once per version. */
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
  fallback(slot: DecisionSlot): { readonly action: string; readonly values: Readonly<Record<string, Value>> } | null;
  /**
   * Applies the outcomes of the step in hand: one for each decision of the plan, in any order (automatic ones may be left
   * out). Moves the replica to the next version. Throws `SimulationError` when the scenario itself fails; the replica is
   * then of no further use.
   */
  commit(outcomes: readonly DecisionOutcome[]): Commit;
}
