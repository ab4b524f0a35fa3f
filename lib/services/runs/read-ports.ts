import type { DecisionQuery } from "@/lib/contracts/runs";
import type { Review } from "@/lib/contracts/reviews";
import type { ShownFields } from "@/lib/domain/decision";
import type { MembershipStore } from "../access/ports";
import type { EndpointStore } from "../endpoints/ports";
import type { ProjectStore } from "../projects/ports";
import type { Clock, RunChanges, RunStore } from "./ports";
import type { ScenarioVersions } from "../scenarios/scenario-versions";

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

/** A whole id, or how ids begin. */
export type AgentPattern = { readonly id: string; readonly isWhole: boolean };

export type DecisionFilter = Omit<DecisionQuery, "after" | "limit" | "agent"> & {
  /** Any of these. */
  readonly agents?: readonly AgentPattern[] | undefined;
  readonly after: { readonly version: number; readonly seq: number } | null;
  readonly limit: number;
};

export interface DecisionStore {
  /** In order of version and seq; `total` counts what passes the filter, as far as that is soon done: `atLeast` when there is more. */
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

export interface MeasureStore {
  points(
    run: number,
  ): Promise<{ measure: string; round: number; value: number | null; problem: string | null }[]>;
}

/** Everything reading runs needs. */
export type ReadPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly runs: RunStore;
  readonly decisions: DecisionStore;
  readonly measures: MeasureStore;
  readonly scenarios: ScenarioVersions;
  readonly changes: RunChanges;
  /** For the names of those who answered. */
  readonly endpoints: Pick<EndpointStore, "get" | "list">;
  readonly clock: Clock;
};
