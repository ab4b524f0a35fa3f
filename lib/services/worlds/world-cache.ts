import { AppError } from "@/lib/contracts/errors";
import { catchUp, type CachedWorld } from "./catch-up";
import { LruCache } from "../caching/lru-cache";
import type { RunRecord } from "../runs/ports";
import type { WorldLedger, WorldSizes } from "./ports";
import type { ScenarioVersions } from "../scenarios/scenario-versions";
import { openReplica } from "./open-replica";

/** Milliseconds that an unused world stays cached. */
const IDLE_MS = 5 * 60_000;

/**
 * Memory per row of a world in addition to its values, in bytes; measured with 100,000 agents,
 * their ties and posts.
 */
const ROW_BYTES = 250;

/**
 * Share of a process's heap for worlds: the rest is for everything else, and for a world that is
 * still in use after its eviction.
 */
const HEAP_SHARE = 0.5;

export type WorldPorts = {
  readonly scenarios: ScenarioVersions;
  readonly ledger: WorldLedger;
  readonly sizes: WorldSizes;
  /** Heap limit of this process, in bytes. */
  readonly heap: number;
};

type Waiter = { readonly signal: AbortSignal | undefined };

/**
 * Worlds for readers outside the run, with interviews, polls and corrections: as many as the memory
 * allows, and only while they are used. Loaded one after the other, in slices, so that other
 * requests are served meanwhile.
 */
export class WorldCache {
  private readonly worlds: LruCache<CachedWorld>;
  private readonly capacity: number;
  private loading: Promise<unknown> = Promise.resolve();
  /** The waiting callers by key. */
  private readonly waiting = new Map<string, Set<Waiter>>();

  constructor(private readonly ports: WorldPorts) {
    this.capacity = ports.heap * HEAP_SHARE;
    this.worlds = new LruCache({ maxSize: this.capacity, idleMs: IDLE_MS });
  }

  /**
   * Returns a run's world at the run's version, or one cached under this key. Skips loading when
   * all callers have aborted before its turn.
   * @throws AppError unavailable when it is too large for this process, or no longer wanted
   */
  async open(key: string, run: RunRecord, signal?: AbortSignal): Promise<CachedWorld> {
    const { rows, characters } = await this.ports.sizes.extent(run.key);
    const bytes = rows * ROW_BYTES + characters;
    if (bytes > this.capacity) throw worldTooLarge(rows, bytes);
    const waiter = { signal };
    const waiters = this.waiting.get(key) ?? new Set<Waiter>();
    this.waiting.set(key, waiters.add(waiter));
    try {
      return await this.worlds.getOrCreate(
        key,
        () => this.loadInTurn(() => this.load(key, run)),
        bytes,
      );
    } finally {
      waiters.delete(waiter);
      if (waiters.size === 0 && this.waiting.get(key) === waiters) this.waiting.delete(key);
    }
  }

  evict(key: string): void {
    this.worlds.delete(key);
  }

  private async load(key: string, run: RunRecord): Promise<CachedWorld> {
    if ([...(this.waiting.get(key) ?? [])].every(({ signal }) => signal?.aborted)) {
      // Evict at once: later callers load it again.
      this.evict(key);
      throw new AppError("unavailable", "All requests for this world were cancelled.");
    }
    const simulation = await openReplica(this.ports.scenarios, run);
    await catchUp(this.ports.ledger, simulation, run);
    return { simulation, turn: Promise.resolve() };
  }

  private loadInTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.loading.then(work);
    this.loading = result.catch(() => undefined);
    return result;
  }
}

/** Returns the heap size with room for a world, in the unit of Node's option, rounded up. */
const requiredMegabytes = (bytes: number): number =>
  Math.ceil(bytes / HEAP_SHARE / 2 ** 20 / 100) * 100;

const worldTooLarge = (rows: number, bytes: number): AppError =>
  new AppError(
    "unavailable",
    `The world of this run has ${rows.toLocaleString("en")} rows and does not fit into the ` +
      "memory of this process. Start the program with " +
      `NODE_OPTIONS=--max-old-space-size=${requiredMegabytes(bytes)} if the machine has that ` +
      "much memory. The run itself, its charts and its files are not affected.",
  );
