import type { InvalidReason } from "@/lib/domain/decision";

export type PhaseCounts = {
  readonly phase: string;
  readonly decisions: number;
  readonly invalid: number;
  readonly rejected: number;
};
export type ReasonCount = {
  readonly phase: string;
  readonly reason: InvalidReason;
  readonly count: number;
  readonly fallback: number;
};

export type AgentCount = {
  readonly agent: string;
  readonly reason: InvalidReason;
  readonly count: number;
};

export interface FaultStore {
  /** Texts without an embedding, which the embedder refused. */
  unembedded(run: number): Promise<number>;
  /** Decisions of each phase by outcome, including those of the current step (at `version`). */
  phases(run: number, version: number): Promise<PhaseCounts[]>;
  /** Invalid decisions of each phase by reason. */
  reasons(run: number, version: number): Promise<ReasonCount[]>;
  /**
   * Decisions by the expressions that had no value in their prompts, joined; of the first `limit`
   * such decisions.
   */
  nullValues(
    run: number,
    version: number,
    limit: number,
  ): Promise<{ readonly joined: string; readonly count: number }[]>;
  /** The agents with the most invalid decisions for one of these reasons. */
  agents(
    run: number,
    version: number,
    filter: { readonly reasons: readonly InvalidReason[]; readonly limit: number },
  ): Promise<AgentCount[]>;
}
