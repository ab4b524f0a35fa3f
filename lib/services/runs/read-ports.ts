import type { DecisionQuery } from "@/lib/contracts/runs";
import type { Review, SaveReview } from "@/lib/contracts/reviews";
import type { DecisionKind, DecisionStatus } from "@/lib/domain/decision";
import type { Value } from "@/lib/domain/scenario";
import type { MembershipStore } from "../access/ports";
import type { EndpointStore } from "../endpoints/ports";
import type { ProjectStore } from "../projects/ports";
import type { Clock, RunChanges, RunStore } from "./ports";
import type { ScenarioVersions } from "../scenarios/scenario-versions";

/** A decision in a list, with the verdict of the person who asks. */
export type ListedDecision = {
  readonly version: number;
  readonly seq: number;
  readonly round: number;
  readonly phase: string;
  readonly agentType: string;
  readonly agent: string;
  readonly kind: DecisionKind;
  readonly about: string | null;
  readonly action: string | null;
  readonly status: DecisionStatus;
  readonly reason: string | null;
  readonly values: Record<string, Value> | null;
  readonly latencyMs: number;
  readonly score: number | null;
  readonly hasRewrite: boolean;
};

/** A decision with everything that led to it. */
export type StoredDecision = ListedDecision & {
  readonly slot: number;
  readonly offered: number;
  readonly message: string | null;
  readonly usedFallback: boolean;
  readonly corrected: boolean;
  readonly trimmed: string | null;
  readonly system: string | null;
  readonly prompt: string | null;
  readonly raw: string | null;
  readonly model: string | null;
  readonly endpoint: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly attempts: number;
  readonly finishReason: string | null;
  readonly cost: number | null;
  readonly reused: boolean;
  readonly review: Review | null;
};

/** A whole id, or how ids begin. */
export type WantedAgents = { readonly id: string; readonly isWhole: boolean };

export type DecisionFilter = Omit<DecisionQuery, "after" | "limit" | "agent"> & {
  /** Any of these. */
  readonly agents?: readonly WantedAgents[] | undefined;
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
  saveReview(
    run: number,
    version: number,
    seq: number,
    reviewerId: string,
    change: SaveReview,
  ): Promise<Review>;
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
