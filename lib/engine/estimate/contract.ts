import type { JoinedNullValues } from "@/lib/domain/decision";
import type { AnswerProfile } from "./sample-answers";

/**
 * Expected use of one endpoint group in one phase of one round. Amounts are scaled means and can be
 * fractions.
 */
export type DryRunLine = {
  readonly round: number;
  readonly phase: string;
  readonly label: string;
  readonly group: string;
  /** Decisions that need a model call. */
  readonly decisions: number;
  /** Model calls, including retries after invalid sample answers. */
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Tokens of embedded memories and queries, if an endpoint provides embeddings. */
  readonly embeddingTokens: number;
};

/** One round, with the number of calls of each step. Steps run one after the other. */
export type DryRunRound = {
  readonly round: number;
  readonly lines: readonly DryRunLine[];
  readonly steps: readonly number[];
};

/** Result of a dry run: a run with sample answers, up to the time limit. */
export type DryRun = {
  readonly rounds: number;
  /** From round 0, the setup. */
  readonly played: readonly DryRunRound[];
  /**
   * Whether the time limit was reached within the first round: later decisions were counted but
   * most were not made.
   */
  readonly rough: boolean;
  /** Round in which the scenario stopped the run, if any. */
  readonly endedIn: number | null;
  /** Number of prompts whose tokens were counted. */
  readonly counted: number;
  /** The expressions that had no value in these prompts. */
  readonly nullValues: readonly JoinedNullValues[];
};

export type DryRunOptions = {
  /** Called between decisions; returns whether time is left. */
  readonly shouldContinue: () => boolean;
  /** Preferences of sample answers; `NEUTRAL_PROFILE` by default. */
  readonly profile?: AnswerProfile;
  /** Recorded answers of a model in a phase, as JSON values. Sample answers imitate them. */
  readonly answers?: (phase: string) => readonly unknown[];
  /** Prompts to sample per phase and round. */
  readonly prompts?: number;
  /** Whether an endpoint embeds memories, so that their tokens count. */
  readonly embeds?: boolean;
};
