import { BLOCK_CHARS } from "./hash";

/** Tokens of one block. */
export const BLOCK_TOKENS = BLOCK_CHARS / 4;

/** Which prompt prefixes this server has seen lately: least recently used blocks leave first, as in vLLM's prefix caching. */
export class PrefixCache {
  readonly #blocks = new Set<number>();
  readonly #capacity: number;

  constructor(tokens: number) {
    this.#capacity = Math.floor(tokens / BLOCK_TOKENS);
  }

  /** Number of leading tokens already known; afterwards all of them are. `blocks` are chained hashes (hash.ts). */
  take(blocks: readonly number[]): number {
    let known = 0;
    while (known < blocks.length && this.#blocks.has(blocks[known] ?? -1)) known++;
    // From the end, so that a shared beginning is the most recent and leaves last.
    for (let i = blocks.length - 1; i >= 0; i--) {
      const block = blocks[i] ?? -1;
      this.#blocks.delete(block);
      this.#blocks.add(block);
    }
    for (const oldest of this.#blocks) {
      if (this.#blocks.size <= this.#capacity) break;
      this.#blocks.delete(oldest);
    }
    return known * BLOCK_TOKENS;
  }
}
