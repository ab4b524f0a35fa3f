import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { Budget } from "@/lib/domain/run";

/** Tokens of prompts, answers and embeddings, and US dollars. */
export type Amount = { readonly tokens: number; readonly money: number };

/** A budget and its use. */
export type BudgetUse = {
  readonly budget: Budget;
  /** Recorded by runs, polls and interviews. */
  readonly spent: Amount;
  /** Held by others for calls in flight. */
  readonly reserved: Amount;
};

/** The budget of a study and its use, and those of its project, if that has one. */
export type BudgetState = BudgetUse & { readonly project?: BudgetUse };

/** What a holder requests. */
export type GrantRequest = {
  /** For calls in flight, and for the usage of earlier ones that is not recorded yet. */
  readonly keep: Amount;
  /** With less than this left, nothing is granted. */
  readonly minimum: Amount;
  readonly wanted: Amount;
};

/** Usage of one piece of work that decisions, answers and messages do not record. */
export type UnrecordedUsage = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly embeddingTokens: number;
  readonly cost: number;
};

/** The shared budgets. Calls of `decide` for one study or project never overlap. */
export interface BudgetStore {
  /**
   * Sets one holder's hold of a study's budget. Holds of others that were not renewed for a minute
   * no longer count.
   */
  hold(studyId: string, holder: string, decide: (state: BudgetState) => Amount): Promise<void>;
  /** Releases a hold. */
  release(studyId: string, holder: string): Promise<void>;
  /** Returns the state with all holds counted as `reserved`. */
  state(studyId: string): Promise<BudgetState>;
  /** Sets the budget of a study, unless `decide` throws; notifies those who watch its runs. */
  change(
    studyId: string,
    decide: (state: BudgetState) => { readonly budget: Budget; readonly audit: AuditEntry },
  ): Promise<void>;
  /** The same for the budget of a project, which all its studies share. */
  projectState(projectId: string): Promise<BudgetUse>;
  changeProject(
    projectId: string,
    decide: (state: BudgetUse) => { readonly budget: Budget; readonly audit: AuditEntry },
  ): Promise<void>;
  /** Adds to the usage of a run. */
  addUsage(runId: string, addUsage: UnrecordedUsage): Promise<void>;
}
