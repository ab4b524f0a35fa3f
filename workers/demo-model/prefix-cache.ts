import { BLOCK_CHARS } from "./hash";

/** Tokens of one block. */
export const BLOCK_TOKENS = BLOCK_CHARS / 4;

// Throwing out a fifth at once keeps the cost of ordering by age off the single request.
const SLACK = 1.25;

/**
 * Which prompt prefixes this server has seen lately: least recently used blocks leave first, as in
 * vLLM's prefix caching.
 */
export class PrefixCache {
  readonly #lastUse = new Map<number, number>();
  readonly #capacity: number;
  #uses = 0;

  constructor(tokens: number) {
    this.#capacity = Math.floor(tokens / BLOCK_TOKENS);
  }

  /**
   * Number of leading tokens already known; afterwards all of them are. `blocks` are chained hashes
   * (hash.ts).
   */
  lookUp(blocks: readonly number[]): number {
    if (this.#capacity === 0) return 0;
    const use = ++this.#uses;
    let known = 0;
    let unbroken = true;
    for (const block of blocks) {
      if (unbroken && this.#lastUse.has(block)) known++;
      else unbroken = false;
      this.#lastUse.set(block, use);
    }
    if (this.#lastUse.size > this.#capacity * SLACK) this.#evict();
    return known * BLOCK_TOKENS;
  }

  #evict(): void {
    const uses = [...this.#lastUse.values()].sort((one, other) => other - one);
    const oldestUse = uses[this.#capacity - 1] ?? 0;
    for (const [block, use] of this.#lastUse) if (use < oldestUse) this.#lastUse.delete(block);
  }
}
