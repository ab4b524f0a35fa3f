/**
 * Resource limits of one run. Each lies far above what a sensible scenario needs, and turns a
 * mistake into an error message instead of an exhausted process.
 */
export const LIMITS = {
  /** Expression steps in one evaluation context: one prompt, one decision or one measure. */
  contextSteps: 20_000_000,
  /**
   * Steps of one evaluation of one expression, which cannot be interrupted: a few seconds, less
   * than the time after which another worker takes over from one that says nothing.
   */
  expressionSteps: 300_000_000,
  /**
   * Expression steps in a phase of rules, in the interventions of a round, or in the selection of
   * participants.
   */
  phaseSteps: 5_000_000_000,
  effectsPerDecision: 100_000,
  /** Some ten seconds of work, in which other work of the process goes on. */
  effectsPerPhase: 20_000_000,
  rows: 10_000_000,
  /** Characters of one prompt: about 100,000 tokens. */
  promptCharacters: 400_000,
  /** Characters of an invalid answer that are quoted in the retry request. */
  shownAnswer: 4_000,
  /** Characters of one stored text. */
  textCharacters: 100_000,
  rounds: 10_000,
  /** Per conversation. */
  turns: 1_000,
} as const;
