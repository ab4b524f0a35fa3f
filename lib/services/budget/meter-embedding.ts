import { costOf } from "../models/cost-of";
import type { EmbeddingCallStore, ModelPool, ModelTarget } from "../models/ports";
import type { Amount } from "./ports";
import type { Spending, SpendingPorts } from "./spending";
import { embeddingUpperBound } from "./upper-bound";

/**
 * Servers return embeddings without token counts, so tokens are estimated at this many bytes of
 * UTF-8 each, as in English prose.
 */
const BYTES_PER_TOKEN = 4;

function estimateTokens(texts: readonly string[]): number {
  let tokens = 0;
  for (const text of texts) tokens += Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN) + 1;
  return tokens;
}

/**
 * Returns an embedding pool that keeps to the budget of a study adds its estimated tokens and
 * their cost to the run, and stores what each call asked.
 */
export function meterEmbedding(
  ports: SpendingPorts & { readonly ledger: EmbeddingCallStore },
  run: { readonly id: string; readonly key: number },
  spending: Spending,
): Pick<ModelPool, "embed"> {
  const used = (target: ModelTarget, texts: readonly string[]): Amount => {
    const tokens = estimateTokens(texts);
    return { tokens, money: costOf(target, { promptTokens: tokens, completionTokens: 0 }) ?? 0 };
  };
  return {
    async embed(target, texts, signal) {
      const usage = used(target, texts);
      const vectors = await spending.runWithin(
        (countsMoney) => embeddingUpperBound(target, texts, countsMoney),
        () => ports.pool.embed(target, texts, signal),
        () => usage,
        signal,
      );
      await Promise.all([
        ports.ledger.recordEmbeddingCall(run.key, { model: target.model, texts }),
        ports.budgets.addUsage(run.id, {
          promptTokens: 0,
          completionTokens: 0,
          embeddingTokens: usage.tokens,
          cost: usage.money,
        }),
      ]);
      spending.markBooked(usage);
      return vectors;
    },
  };
}
