import { LRUCache } from "lru-cache";
import { AppError } from "@/lib/contracts/errors";

const WINDOW_MS = 15 * 60_000;
const MAX_FAILURES = 30;
const MAX_KEYS = 50_000;

/**
 * Limits the invalid tokens that an address sends. Tokens that have just worked go on working:
 * others at the same address lock nobody out.
 */
export class TokenFailures {
  readonly #failures = new LRUCache<string, readonly number[]>({ max: MAX_KEYS });
  readonly #valid = new LRUCache<string, number>({ max: MAX_KEYS });

  constructor(private readonly now: () => number) {}

  /**
   * Admits a token, by its hash, to be looked up.
   * @throws AppError tooMany, with the time until the next attempt
   */
  admit(tokenHash: string, address: string): void {
    const now = this.now();
    const worked = this.#valid.get(tokenHash);
    if (worked !== undefined && now - worked < WINDOW_MS) return;
    const recent = this.#recent(address, now);
    const [oldest] = recent.slice(-MAX_FAILURES);
    if (recent.length < MAX_FAILURES || oldest === undefined) return;
    const seconds = Math.ceil((oldest + WINDOW_MS - now) / 1000);
    throw new AppError(
      "tooMany",
      `Too many invalid API tokens from this address. Try again in ${String(seconds)} seconds.`,
      [],
      { retryAfterSeconds: seconds },
    );
  }

  failed(tokenHash: string, address: string): void {
    const now = this.now();
    this.#valid.delete(tokenHash);
    this.#failures.set(address, [...this.#recent(address, now), now]);
  }

  succeeded(tokenHash: string): void {
    this.#valid.set(tokenHash, this.now());
  }

  #recent(address: string, now: number): readonly number[] {
    return (this.#failures.get(address) ?? []).filter((at) => now - at < WINDOW_MS);
  }
}
