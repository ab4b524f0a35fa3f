/**
 * What one run may use. Each limit is far beyond any sensible scenario and exists so that a mistake
 * ends with a message.
 */
export const LIMITS = {
  /** Steps of expressions in one evaluation context: one prompt, one decision, one measure. */
  contextSteps: 20_000_000,
  /**
   * Steps of expressions in a phase of rules, in the interventions of a round, or in choosing who
   * decides.
   */
  phaseSteps: 5_000_000_000,
  effectsPerDecision: 100_000,
  effectsPerPhase: 20_000_000,
  rows: 10_000_000,
  /** Characters of one prompt: about 100,000 tokens. */
  promptCharacters: 400_000,
  /** Characters of an invalid answer that are sent back with what was wrong. */
  shownAnswer: 4_000,
  /** Characters of one stored text. */
  textCharacters: 100_000,
  rounds: 10_000,
  /** Of one conversation. */
  turns: 1_000,
} as const;
