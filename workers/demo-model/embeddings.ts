import { hashText } from "./hash";
import { isStopWord, splitWords, stem } from "./tokenize";

export const DEFAULT_DIMENSIONS = 256;

/**
 * Feature hashing (Weinberger et al. 2009): stems, pairs of stems and letter trigrams, each added
 * with a hashed sign at a hashed index, then scaled to length 1. Texts that share words point in
 * similar directions; nothing is learnt.
 */
export function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const add = (feature: string, weight: number) => {
    const hash = hashText(feature);
    const at = hash % dimensions;
    vector[at] =
      (vector[at] ?? 0) + (Math.floor(hash / 4_294_967_296) % 2 === 0 ? weight : -weight);
  };
  let previous = "";
  for (const word of splitWords(text)) {
    const root = stem(word);
    const weight = isStopWord(word) ? 0.2 : 1;
    add(root, weight);
    if (previous !== "") add(`${previous} ${root}`, 0.4 * weight);
    if (weight === 1)
      for (let i = 0; i + 3 <= root.length; i++) add(`#${root.slice(i, i + 3)}`, 0.25);
    previous = root;
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  // A text without words still needs a direction.
  if (squares === 0) vector[hashText(text) % dimensions] = squares = 1;
  const length = Math.sqrt(squares);
  for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] ?? 0) / length;
  return vector;
}

/** Little-endian float32 in base64, the wire form of `encoding_format: "base64"`. */
export function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString("base64");
}
