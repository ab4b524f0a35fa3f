import type { AuditEntry } from "../audit/ports";
import type { Budget } from "@/lib/domain/run";

/** Tokens of prompts, answers and embeddings, and US dollars. */
export type Amount = { readonly tokens: number; readonly money: number };

/** What a study may use, and what of it is gone or spoken for. */
export type BudgetState = {
  readonly budget: Budget;
  /** Recorded by its runs, polls and interviews. */
  readonly spent: Amount;
  /** Held by others for calls they make. */
  readonly elsewhere: Amount;
};

/** What a holder asks for beside what its calls have taken already. */
export type GrantRequest = {
  /** For calls under way, and what those before took and nobody has recorded yet. */
  readonly keep: Amount;
  /** With less than this nothing is granted. */
  readonly minimum: Amount;
  readonly wanted: Amount;
};

/** What one piece of work took beside what decisions, answers and messages record. */
export type UnrecordedUsage = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly embeddingTokens: number;
  readonly cost: number;
};

/** Each `decide` is called while nobody else decides over the same study. */
export interface BudgetStore {
  /**
   * Sets what one holder holds of a study's budget. Holds of others that were not renewed for a
   * minute count no longer.
   */
  hold(studyId: string, holder: string, decide: (state: BudgetState) => Amount): Promise<void>;
  /** Gives back what is held. */
  release(studyId: string, holder: string): Promise<void>;
  /** With everybody's holds as `elsewhere`. */
  state(studyId: string): Promise<BudgetState>;
  /** Sets the budget of a study, unless `decide` throws; wakes whoever watches its runs. */
  change(
    studyId: string,
    decide: (state: BudgetState) => { readonly budget: Budget; readonly audit: AuditEntry },
  ): Promise<void>;
  /** Adds to what a run has used. */
  addUsage(runId: string, addUsage: UnrecordedUsage): Promise<void>;
}
