import { LRUCache, type Perf } from "lru-cache";
import type { StudyEstimate } from "@/lib/contracts/estimates";

const MAX_ESTIMATES = 50;
/** Estimates expire because the record grows while runs are active. */
const MAX_AGE_MS = 60_000;

/**
 * Recent estimates of this process by their inputs. Equal requests share one computation; the
 * others do not wait for each other.
 */
export class EstimateCache {
  private readonly estimates: LRUCache<string, StudyEstimate>;
  /** The last computation for each key that has not ended. */
  private readonly turns = new Map<string, Promise<unknown>>();

  /** @param clock milliseconds of a clock that starts above 0, for tests */
  constructor(clock?: Perf) {
    this.estimates = new LRUCache({
      max: MAX_ESTIMATES,
      ttl: MAX_AGE_MS,
      ttlResolution: 0,
      noDeleteOnStaleGet: true,
      ...(clock && { perf: clock }),
    });
  }

  /** Returns an estimate of any age: the one that a person saw before they started the study. */
  peek(key: string): StudyEstimate | undefined {
    return this.estimates.peek(key, { allowStale: true });
  }

  async getOrCreate(key: string, make: () => Promise<StudyEstimate>): Promise<StudyEstimate> {
    const before = this.turns.get(key) ?? Promise.resolve();
    const made = before.then(() => this.estimates.get(key) ?? this.make(key, make));
    // An estimate that failed, or whose reader left, is made again for the next one.
    const turn = made.catch(() => undefined);
    this.turns.set(key, turn);
    void turn.finally(() => {
      if (this.turns.get(key) === turn) this.turns.delete(key);
    });
    return made;
  }

  private async make(key: string, make: () => Promise<StudyEstimate>): Promise<StudyEstimate> {
    const estimate = await make();
    this.estimates.set(key, estimate);
    return estimate;
  }
}
