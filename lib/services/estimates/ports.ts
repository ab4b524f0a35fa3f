import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { ParameterValues } from "@/lib/domain/scenario";
import type { MembershipStore } from "../access/ports";
import type { Computation } from "../computation/ports";
import type { DatasetStore } from "../datasets/ports";
import type { PinnedDatasets } from "../datasets/run-datasets";
import type { Clock } from "../environment/ports";
import type { EndpointStore } from "../endpoints/ports";
import type { ProjectStore } from "../projects/ports";
import type { BudgetState } from "../budget/ports";
import type { RunRecord, RunStore } from "../runs/ports";
import type { ScenarioStore } from "../scenarios/ports";
import type { EstimateCache } from "./estimate-cache";

/** Recorded use of the decisions of one phase. */
export type RecordedPhase = {
  readonly phase: string;
  readonly decisions: number;
  readonly calls: number;
  readonly completionTokens: number;
  /** Some of the valid answers. */ readonly answers: readonly string[];
};

/** A recorded prompt with its answer and the tokens that the server counted. */
export type RecordedCall = {
  readonly system: string | null;
  readonly prompt: string;
  readonly raw: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
};

/** Recorded durations of calls and steps. */
export type RecordedPace = {
  readonly calls: number;
  /** Mean over the calls. */
  readonly latencyMs: number;
  readonly steps: readonly { readonly seconds: number; readonly decisions: number }[];
};

/** Endpoints (ids) and groups of endpoints. */
export type EndpointSelection = {
  readonly endpoints: readonly string[];
  readonly groups: readonly string[];
};

/** Selects earlier runs that may have asked exactly the same. */
export type SameRunsQuery = {
  readonly projectId: string;
  readonly scenarioHash: string;
  readonly parameters: ParameterValues;
  readonly datasets: PinnedDatasets;
  readonly model: string;
  readonly seeds: readonly number[];
};

/** The largest number of decisions of one of them, by seed. */
export type EarlierRun = {
  readonly seed: number;
  readonly rounds: number;
  readonly decisions: number;
  readonly completed: boolean;
};

/** Recorded use of earlier runs of a project: the latest few with a model. */
export interface EstimateStore {
  phases(projectId: string, scenarioName: string, model: string): Promise<readonly RecordedPhase[]>;
  /** Returns a few calls, those of the scenario first. */
  calls(projectId: string, scenarioName: string, model: string): Promise<readonly RecordedCall[]>;
  /**
   * Returns the pace of runs that called some of `own` and nothing but `all`, the endpoints of the
   * whole study: runs of the scenario or, without any, others.
   */
  pace(
    projectId: string,
    scenarioName: string,
    model: string,
    asked: { readonly own: EndpointSelection; readonly all: EndpointSelection },
  ): Promise<RecordedPace>;
  /**
   * Finds runs of the same scenario document with the same parameters, datasets, models and seeds,
   * without forks: the furthest of each seed.
   */
  findSameRuns(runs: SameRunsQuery): Promise<readonly EarlierRun[]>;
  /**
   * Null when the study was started without one, or by a version of the program with another
   * format.
   */
  findForStudy(studyId: string): Promise<StudyEstimate | null>;
  save(studyId: string, estimate: StudyEstimate): Promise<void>;
  /** Counts the calls of a run, by its key, without answers from the record. */
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
  readonly computation: Computation;
  readonly storedScenarios: Pick<ScenarioStore, "version">;
};

/** Reads of several tables that see one state of the database. */
export interface StudySnapshots {
  /** Returns the runs of a study, as they are listed, and its budget. */
  read(studyId: string): Promise<{ runs: readonly RunRecord[]; budget: BudgetState }>;
}

export type ActualPorts = Pick<EstimatePorts, "members" | "estimates"> & {
  readonly runs: Pick<RunStore, "get" | "listForStudy">;
  readonly clock: Clock;
};
