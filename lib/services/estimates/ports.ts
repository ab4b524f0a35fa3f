import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { ParameterValues } from "@/lib/domain/scenario";
import type { MembershipStore } from "../access/ports";
import type { DatasetStore } from "../datasets/ports";
import type { PinnedDatasets } from "../datasets/run-datasets";
import type { Clock } from "../environment/ports";
import type { EndpointStore } from "../endpoints/ports";
import type { ProjectStore } from "../projects/ports";
import type { RunStore } from "../runs/ports";
import type { EstimateCache } from "./estimate-cache";

/** What the decisions of one phase took, on record. */
export type RecordedPhase = {
  readonly phase: string;
  readonly decisions: number;
  readonly calls: number;
  readonly completionTokens: number;
  /** Some of the valid answers. */ readonly answers: readonly string[];
};

/** A recorded prompt with its answer, and the tokens that the server counted. */
export type RecordedCall = {
  readonly system: string | null;
  readonly prompt: string;
  readonly raw: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
};

/** How long recorded calls and steps took. */
export type RecordedPace = {
  readonly calls: number;
  /** Mean over the calls. */
  readonly latencyMs: number;
  readonly steps: readonly { readonly seconds: number; readonly decisions: number }[];
};

/** Endpoints (ids) and groups of them. */
export type EndpointSelection = {
  readonly endpoints: readonly string[];
  readonly groups: readonly string[];
};

/** Earlier runs that may have asked just the same. */
export type SameRunsQuery = {
  readonly projectId: string;
  readonly scenarioHash: string;
  readonly parameters: ParameterValues;
  readonly datasets: PinnedDatasets;
  readonly model: string;
  readonly seeds: readonly number[];
};

/** The most that one of them decided, by seed. */
export type EarlierRun = {
  readonly seed: number;
  readonly rounds: number;
  readonly decisions: number;
  readonly completed: boolean;
};

/** What earlier runs of a project tell of the next: the latest few with a model. */
export interface EstimateStore {
  phases(projectId: string, scenarioName: string, model: string): Promise<readonly RecordedPhase[]>;
  /** A few calls, those of the scenario first. */
  calls(projectId: string, scenarioName: string, model: string): Promise<readonly RecordedCall[]>;
  /**
   * Of runs that asked some of `own`, and nothing but `all`, what the whole study asks: those of
   * the scenario, or where there are none, others.
   */
  pace(
    projectId: string,
    scenarioName: string,
    model: string,
    asked: { readonly own: EndpointSelection; readonly all: EndpointSelection },
  ): Promise<RecordedPace>;
  /**
   * Runs of the same scenario document with the same parameters, datasets, models and seeds, forks
   * left out: the furthest of each seed.
   */
  findSameRuns(runs: SameRunsQuery): Promise<readonly EarlierRun[]>;
  /** Null where the study was begun without one, or with one of another version of the program. */
  findForStudy(studyId: string): Promise<StudyEstimate | null>;
  save(studyId: string, estimate: StudyEstimate): Promise<void>;
  /** Calls that a run made, by its key; answers from the record are none. */
  countCalls(run: number): Promise<number>;
}

export type EstimatePorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly endpoints: Pick<EndpointStore, "list">;
  readonly datasets: Pick<DatasetStore, "listForProject" | "get" | "table">;
  readonly estimates: EstimateStore;
  readonly estimateCache: EstimateCache;
  /** SHA-256 (hex) of a text. */
  readonly hash: (text: string) => string;
  /** Lets other work of the process have its turn. */
  readonly yieldTurn: () => Promise<void>;
};

export type ActualPorts = Pick<EstimatePorts, "members" | "estimates"> & {
  readonly runs: Pick<RunStore, "get" | "listForStudy">;
  readonly clock: Clock;
};
