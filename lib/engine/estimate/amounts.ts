/** Calls and tokens of a set of decisions. */
export type Amounts = {
  readonly decisions: number;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly embeddingTokens: number;
};

const ZERO_AMOUNTS: Amounts = {
  decisions: 0,
  calls: 0,
  promptTokens: 0,
  completionTokens: 0,
  embeddingTokens: 0,
};

export const scaleAmounts = (
  { decisions, calls, promptTokens, completionTokens, embeddingTokens }: Amounts,
  factor: number,
): Amounts => ({
  decisions: decisions * factor,
  calls: calls * factor,
  promptTokens: promptTokens * factor,
  completionTokens: completionTokens * factor,
  embeddingTokens: embeddingTokens * factor,
});

export const addAmounts = (one: Amounts = ZERO_AMOUNTS, other: Amounts): Amounts => ({
  decisions: one.decisions + other.decisions,
  calls: one.calls + other.calls,
  promptTokens: one.promptTokens + other.promptTokens,
  completionTokens: one.completionTokens + other.completionTokens,
  embeddingTokens: one.embeddingTokens + other.embeddingTokens,
});
