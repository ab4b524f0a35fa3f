import { LRUCache } from "lru-cache";

const INTERVAL_MS = 60_000;
const MAX_KEYS = 10_000;

/**
 * Remembers what this process has noted as used, so that a session or token that sends many
 * requests is written at most once a minute.
 */
export class Sightings {
  readonly #noted = new LRUCache<string, number>({ max: MAX_KEYS });

  constructor(private readonly now: () => number) {}

  /** Whether a use has to be noted; if so, it counts as noted from now on. */
  isDue(key: string): boolean {
    const now = this.now();
    const noted = this.#noted.get(key);
    if (noted !== undefined && now - noted < INTERVAL_MS) return false;
    this.#noted.set(key, now);
    return true;
  }
}
