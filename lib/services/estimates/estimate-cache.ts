import type { StudyEstimate } from "@/lib/contracts/estimates";

const MAX_ESTIMATES = 50;
/** Estimates expire because the record grows while runs are active. */
const MAX_AGE_MS = 60_000;

/**
 * Recent estimates of this process by their inputs. Computes one at a time: estimates are
 * CPU-bound.
 */
export class EstimateCache {
  private readonly known = new Map<
    string,
    { readonly estimate: StudyEstimate; readonly at: number }
  >();
  private turn: Promise<unknown> = Promise.resolve();

  /** Returns an estimate of any age: the one that a person saw before they started the study. */
  peek(key: string): StudyEstimate | undefined {
    return this.known.get(key)?.estimate;
  }

  async getOrCreate(key: string, make: () => Promise<StudyEstimate>): Promise<StudyEstimate> {
    const made = this.turn.then(() => {
      const cached = this.known.get(key);
      return cached && performance.now() - cached.at < MAX_AGE_MS
        ? cached.estimate
        : this.make(key, make);
    });
    this.turn = made.catch(() => undefined);
    return made;
  }

  private async make(key: string, make: () => Promise<StudyEstimate>): Promise<StudyEstimate> {
    const estimate = await make();
    this.known.delete(key);
    this.known.set(key, { estimate, at: performance.now() });
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MAX_ESTIMATES) break;
      this.known.delete(oldest);
    }
    return estimate;
  }
}
