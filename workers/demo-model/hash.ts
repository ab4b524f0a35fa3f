const TWO_32 = 4_294_967_296;

function avalanche(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * 53-bit hash of a text: an integer that a double holds exactly, so that it can be a key, a seed
 * and a JSON number.
 */
export function hashText(text: string, seed = 0): number {
  const folded = foldSeed(seed);
  let a = folded ^ 0x9e3779b9;
  let b = folded ^ 0x7f4a7c15;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul((b << 5) ^ (b >>> 27) ^ c, 0xcc9e2d51);
  }
  return join(a, b ^ text.length);
}

/** Hash of two numbers (each up to 53 bits). */
export function mix(one: number, other: number): number {
  const a = avalanche(foldSeed(one) ^ 0x27d4eb2f) + foldSeed(other);
  return join(a, Math.imul(foldSeed(other) ^ 0x165667b1, 0xcc9e2d51) ^ avalanche(a));
}

function foldSeed(seed: number): number {
  return (seed | 0) ^ Math.imul(Math.floor(seed / TWO_32) | 0, 0x9e3779b1);
}

function join(a: number, b: number): number {
  const low = avalanche(a ^ Math.imul(b, 0x85ebca77));
  const high = avalanche(b ^ Math.imul(low, 0x27d4eb2f));
  return (high & 0x1fffff) * TWO_32 + (low >>> 0);
}

/** Uniform in [0, 1), a pure function of the hash. */
export function unit(hash: number): number {
  return hash / 9_007_199_254_740_992;
}

/**
 * Named draws under one key. A draw depends on its name, not on the order of draws, so an added
 * question leaves the other answers unchanged.
 */
export class Draws {
  constructor(readonly key: number) {}

  at(name: string): Draws {
    return new Draws(hashText(name, this.key));
  }

  unit(name: string): number {
    return unit(hashText(name, this.key));
  }

  /** Standard normal (Box-Muller). */
  normal(name: string): number {
    const first = hashText(name, this.key);
    const radius = Math.sqrt(-2 * Math.log(1 - unit(first)));
    return radius * Math.cos(2 * Math.PI * unit(mix(first, 1)));
  }

  /** Standard Gumbel: the largest of (score + Gumbel noise) is a softmax choice. */
  gumbel(name: string): number {
    return -Math.log(-Math.log(Math.max(this.unit(name), 1e-12)));
  }

  pick<T>(name: string, items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.unit(name) * items.length)] ?? items[0];
  }
}

/**
 * Characters of one block of the prefix cache: 16 tokens of about 4 characters, the block size of
 * vLLM.
 */
export const BLOCK_CHARS = 64;

/**
 * Hash of a whole prompt together with the chained hashes of its full blocks, in one pass: the n-th
 * block hash covers everything up to its end, so equal block hashes mean an equal prefix. Block
 * hashes have 32 bits: small integers are much faster map keys, and a rare collision only causes a
 * false cache hit.
 */
export function hashPrompt(parts: readonly string[]): { hash: number; blocks: number[] } {
  let a = 0x9e3779b9;
  let b = 0x7f4a7c15;
  let seen = 0;
  const blocks: number[] = [];
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      const c = part.charCodeAt(i);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul((b << 5) ^ (b >>> 27) ^ c, 0xcc9e2d51);
      seen++;
      if (seen % BLOCK_CHARS === 0) blocks.push(avalanche(a ^ Math.imul(b, 0x85ebca77)));
    }
    a = Math.imul(a ^ 0x1f, 0x01000193);
  }
  return { hash: join(a, b ^ seen), blocks };
}
