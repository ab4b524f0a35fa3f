import type { StudyEstimate } from "@/lib/contracts/estimates";

const MAX_ESTIMATES = 50;
/** The record grows while runs go on. */
const MAX_AGE_MS = 60_000;

/**
 * Estimates that were made lately in this process, by what they were made of; and one after the
 * other, for they take the processor.
 */
export class EstimateCache {
  private readonly known = new Map<
    string,
    { readonly estimate: StudyEstimate; readonly at: number }
  >();
  private turn: Promise<unknown> = Promise.resolve();

  /** However old: the estimate that a person saw before they began. */
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
