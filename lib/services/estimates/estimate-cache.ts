import { LRUCache, type Perf } from "lru-cache";
import type { StudyEstimate } from "@/lib/contracts/estimates";

const MAX_ESTIMATES = 50;
/** Estimates expire because the record grows while runs are active. */
const MAX_AGE_MS = 60_000;

/**
 * Recent estimates of this process by their inputs. Computes one at a time: estimates are
 * CPU-bound.
 */
export class EstimateCache {
  private readonly estimates: LRUCache<string, StudyEstimate>;
  private turn: Promise<unknown> = Promise.resolve();

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
    const made = this.turn.then(() => this.estimates.get(key) ?? this.make(key, make));
    this.turn = made.catch(() => undefined);
    return made;
  }

  private async make(key: string, make: () => Promise<StudyEstimate>): Promise<StudyEstimate> {
    const estimate = await make();
    this.estimates.set(key, estimate);
    return estimate;
  }
}
