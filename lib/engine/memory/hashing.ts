import { Hash } from "../random/hash";
import type { Embedding } from "../base/memory";
import { addHashedWeight, EMBEDDING_DIMENSIONS, quantize } from "./embedding";

/** Model name under which hashed embeddings are stored. */
export const HASHING_EMBEDDER = "hashing";

/** Maximum characters to embed: far more than any memory or task has. */
const MAX_CHARACTERS = 20_000;

/** Words of any script; each ideograph is a word of its own. */
const WORD_PATTERN = /\p{Ideographic}|[\p{L}\p{M}\p{N}]+/gu;

/**
 * Embeds a text without a model by feature hashing (Weinberger et al. 2009): words and pairs of
 * adjacent words are added with a hashed sign at a hashed index. A word with n occurrences has
 * weight √n, so that frequent short words do not dominate. Texts with common words have a high
 * cosine. Returns zero for a text without words.
 */
export function hashEmbedding(text: string): Embedding {
  const words = text.slice(0, MAX_CHARACTERS).toLowerCase().match(WORD_PATTERN) ?? [];
  const counts = new Map<string, number>();
  const add = (feature: string): void => void counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (let position = 0; position < words.length; position += 1) {
    const word = words[position] ?? "";
    add(word);
    if (position > 0) add(`${words[position - 1] ?? ""} ${word}`);
  }
  const vector = new Float64Array(EMBEDDING_DIMENSIONS);
  for (const [feature, count] of counts)
    addHashedWeight(vector, new Hash().text(feature), Math.sqrt(count));
  return quantize(vector);
}
