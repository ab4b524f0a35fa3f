import type { DecisionQuery } from "@/lib/contracts/runs";
import type { Review } from "@/lib/contracts/reviews";
import type { ShownFields } from "@/lib/domain/decision";
import type { RunScenarioPorts } from "../runs/ports";
import type { PastReplicas } from "../worlds/past-replicas";

/** A decision in a list, with the verdict of the person who asks. */
export type ListedDecision = ShownFields<"list"> & {
  readonly score: number | null;
  readonly hasRewrite: boolean;
};

/** A decision with everything that led to it. */
export type StoredDecision = ListedDecision &
  ShownFields<"detail"> & {
    readonly system: string | null;
    readonly review: Review | null;
  };

/** A decision as people and pages name it. */
export type DecisionKey = {
  readonly runId: string;
  readonly version: number;
  readonly seq: number;
};

/** A whole id, or how ids begin. */
export type AgentPattern = { readonly id: string; readonly isWhole: boolean };

export type DecisionFilter = Omit<DecisionQuery, "after" | "limit" | "agent"> & {
  /** Any of these. */
  readonly agents?: readonly AgentPattern[] | undefined;
  readonly after: { readonly version: number; readonly seq: number } | null;
  readonly limit: number;
};

export interface DecisionStore {
  /**
   * In order of version and seq; `total` counts what passes the filter, as far as that is soon
   * done: `atLeast` when there is more.
   */
  page(
    run: number,
    filter: DecisionFilter,
    reviewerId: string | null,
  ): Promise<{ rows: ListedDecision[]; total: number; atLeast: boolean }>;
  get(
    run: number,
    version: number,
    seq: number,
    reviewerId: string | null,
  ): Promise<StoredDecision | null>;
}

/** What it takes to read the decisions of a run. */
export type DecisionPorts = RunScenarioPorts & { readonly decisions: DecisionStore };

/** What it takes to know what an agent was asked: the world in which it decided. */
export type PastDecisionPorts = DecisionPorts & { readonly past: PastReplicas };
