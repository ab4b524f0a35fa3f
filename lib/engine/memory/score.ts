import type { Memory } from "../base/memory";
import type { MemoryContext } from "./contract";
import { cosine, squaredNorm } from "./embedding";

export type Weights = {
  readonly recency: number;
  readonly relevance: number;
  readonly importance: number;
};

/**
 * Scores the first `count` memories: a weighted sum of recency (1 now, half after `halfLife`
 * rounds), relevance (cosine between the embeddings of memory and query; 0 if negative) and
 * importance, each from 0 to 1. After Park et al., Generative agents (2023), with rounds instead of
 * hours and without rescaling, so that a score does not depend on the other memories.
 */
export function scoreMemories(
  memories: readonly Memory[],
  {
    count,
    context: { round, query },
    weights,
    halfLife,
  }: {
    readonly count: number;
    readonly context: MemoryContext;
    readonly weights: Weights;
    readonly halfLife: number;
  },
): Float64Array {
  const result = new Float64Array(count);
  const square = query === null ? 0 : squaredNorm(query);
  for (let position = 0; position < count; position += 1) {
    const memory = memories[position] as Memory;
    const recency = 2 ** (-Math.max(0, round - memory.round) / halfLife);
    const relevance =
      query === null || memory.embedding === null
        ? 0
        : Math.max(0, cosine(query, memory.embedding, square));
    result[position] =
      weights.recency * recency +
      weights.relevance * relevance +
      weights.importance * memory.importance;
  }
  return result;
}

/**
 * Returns the positions of the highest scores, highest first; ties are broken by the later
 * position.
 */
export function topPositions(scored: Float64Array, count: number): number[] {
  const best: number[] = [];
  const scoreAt = (rank: number): number => scored[best[rank] as number] as number;
  for (let position = scored.length - 1; position >= 0; position -= 1) {
    const score = scored[position] as number;
    if (best.length === count && score <= scoreAt(count - 1)) continue;
    let rank = best.length;
    while (rank > 0 && scoreAt(rank - 1) < score) rank -= 1;
    best.splice(rank, 0, position);
    if (best.length > count) best.pop();
  }
  return best;
}
