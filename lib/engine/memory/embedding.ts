import type { Embedding } from "../base/memory";
import { Hash } from "../random/hash";

/** Length of stored embeddings, in signed bytes. */
export const EMBEDDING_DIMENSIONS = 256;

/**
 * Converts a vector of any length to an embedding. A vector whose length is not 256 goes through a
 * count sketch: each component is added, with a hashed sign, at a hashed index (Charikar, Chen and
 * Farach-Colton 2002; as feature hashing, Weinberger et al. 2009), which preserves inner products
 * in expectation. The result is scaled to signed bytes.
 */
export function toEmbedding(vector: ArrayLike<number>): Embedding {
  return quantize(vector.length === EMBEDDING_DIMENSIONS ? vector : countSketch(vector));
}

function countSketch(vector: ArrayLike<number>): Float64Array {
  const sketch = new Float64Array(EMBEDDING_DIMENSIONS);
  for (let position = 0; position < vector.length; position += 1) {
    addHashedWeight(sketch, new Hash().text("component").integer(position), vector[position] ?? 0);
  }
  return sketch;
}

/** Adds a weight with the sign and at the index that a hash determines. */
export function addHashedWeight(vector: Float64Array, hash: Hash, weight: number): void {
  const draw = Math.floor(hash.unit() * EMBEDDING_DIMENSIONS * 2);
  const index = draw >> 1;
  vector[index] = (vector[index] ?? 0) + (draw & 1 ? weight : -weight);
}

export function quantize(vector: ArrayLike<number>): Embedding {
  const bytes = new Int8Array(EMBEDDING_DIMENSIONS);
  let largest = 0;
  for (let position = 0; position < EMBEDDING_DIMENSIONS; position += 1)
    largest = Math.max(largest, Math.abs(vector[position] ?? 0));
  if (largest === 0 || !Number.isFinite(largest)) return bytes;
  for (let position = 0; position < EMBEDDING_DIMENSIONS; position += 1)
    bytes[position] = Math.round(((vector[position] ?? 0) / largest) * 127);
  return bytes;
}

/** Squared norm of an embedding. */
export function squaredNorm(one: Embedding): number {
  let square = 0;
  for (let position = 0; position < EMBEDDING_DIMENSIONS; position += 1) {
    const value = one[position] as number;
    square += value * value;
  }
  return square;
}

/**
 * Cosine between two embeddings, from -1 to 1; 0 if one of them is zero. `square`: squared norm of
 * the first.
 */
export function cosine(one: Embedding, other: Embedding, square = squaredNorm(one)): number {
  let product = 0;
  let otherSquare = 0;
  for (let position = 0; position < EMBEDDING_DIMENSIONS; position += 1) {
    const value = other[position] as number;
    product += (one[position] as number) * value;
    otherSquare += value * value;
  }
  return square === 0 || otherSquare === 0 ? 0 : product / Math.sqrt(square * otherSquare);
}
