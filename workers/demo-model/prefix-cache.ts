import { BLOCK_CHARS } from "./hash";

/** Tokens of one block. */
export const BLOCK_TOKENS = BLOCK_CHARS / 4;

// Evicts a fifth at once, so that sorting by age is amortised over many requests.
const SLACK = 1.25;

/**
 * The recently seen prompt prefixes of a server: evicts least recently used blocks first, as vLLM's
 * prefix caching does.
 */
export class PrefixCache {
  readonly #lastUse = new Map<number, number>();
  readonly #capacity: number;
  #uses = 0;

  constructor(tokens: number) {
    this.#capacity = Math.floor(tokens / BLOCK_TOKENS);
  }

  /**
   * Returns the number of leading tokens already known, and adds all of them. `blocks` are chained
   * hashes (hash.ts).
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
