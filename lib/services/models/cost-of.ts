import type { ModelTarget } from "./ports";

const MILLION = 1_000_000;

/** Returns the cost of a call in US dollars; null where the endpoint has no price. */
export function costOf(
  { priceIn, priceOut }: Pick<ModelTarget, "priceIn" | "priceOut">,
  tokens: { readonly promptTokens: number; readonly completionTokens: number },
): number | null {
  if (priceIn === null && priceOut === null) return null;
  return (
    (tokens.promptTokens * (priceIn ?? 0) + tokens.completionTokens * (priceOut ?? 0)) / MILLION
  );
}
