import type { AnswerProfile } from "./sample-answers";

/**
 * What one phase of one round asks of one group of endpoints. Amounts are means scaled to the
 * whole, so they need not be whole.
 */
export type DryRunLine = {
  readonly round: number;
  readonly phase: string;
  readonly label: string;
  readonly group: string;
  /** Decisions that a model is asked for. */
  readonly decisions: number;
  /** Calls of models, as stand-in answers need them. */
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of memories and of what they are compared with, where an endpoint embeds them. */
  readonly embeddingTokens: number;
};

/** One round, and the calls of each of its steps, which wait for one another. */
export type DryRunRound = {
  readonly round: number;
  readonly lines: readonly DryRunLine[];
  readonly steps: readonly number[];
};

/** A run played with stand-in answers, as far as there was time. */
export type DryRun = {
  readonly rounds: number;
  /** From 0, the set-up. */
  readonly played: readonly DryRunRound[];
  /**
   * Whether time ran out before one round was over: later decisions were counted, but most not
   * made.
   */
  readonly rough: boolean;
  /** The round in which the scenario itself ended the run. */
  readonly endedIn: number | null;
  /** Prompts whose tokens were counted. */
  readonly counted: number;
};

export type DryRunOptions = {
  /** Asked between decisions: whether there is time for more. */
  readonly shouldContinue: () => boolean;
  /** How made-up answers lean. */
  readonly profile?: AnswerProfile;
  /**
   * Answers that a model gave in a phase, as JSON values, where they are on record: answers like
   * these stand in for its answers now.
   */
  readonly answers?: (phase: string) => readonly unknown[];
  /** Prompts whose tokens are counted, in each phase of a round. */
  readonly prompts?: number;
  /** Whether an endpoint embeds memories, so that their tokens count. */
  readonly embeds?: boolean;
};
