import type { DecisionQuery } from "@/lib/contracts/runs";
import type { Review } from "@/lib/contracts/reviews";
import type { ShownFields } from "@/lib/domain/decision";
import type { AgentNamePorts } from "../population/name-agents";
import type { RunScenarioPorts } from "../runs/ports";
import type { WorldComputation } from "../worlds/world-tasks";

/** A decision in a list, with the verdict of the person who lists them. */
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

/** Key of a decision in URLs and requests. */
export type DecisionKey = {
  readonly runId: string;
  readonly version: number;
  readonly seq: number;
};

/** A whole id, or a prefix of ids. */
export type AgentPattern = { readonly id: string; readonly isWhole: boolean };

export type DecisionFilter = Omit<DecisionQuery, "after" | "limit" | "agent"> & {
  /** Matches any of these. */
  readonly agents?: readonly AgentPattern[] | undefined;
  readonly after: { readonly version: number; readonly seq: number } | null;
  readonly limit: number;
};

export interface DecisionStore {
  /**
   * Returns decisions in order of version and seq. `total` counts the matches as far as that is
   * cheap; `atLeast` when there are more.
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

/** Ports for reading the decisions of a run. */
export type DecisionPorts = RunScenarioPorts & { readonly decisions: DecisionStore };

/** Ports for showing them to people, with names. */
export type ShowDecisionPorts = DecisionPorts & AgentNamePorts;

/** Ports for reading what an agent was asked, on the world in which it decided. */
export type PastDecisionPorts = DecisionPorts & { readonly worlds: WorldComputation };
