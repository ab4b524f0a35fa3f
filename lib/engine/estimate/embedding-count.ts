import type { DecisionSlot, MemoryEntry, Simulation } from "../base/contract";

/** The same approximation as in a run, because servers do not report embedding tokens. */
const BYTES_PER_TOKEN = 4;
const approximateTokens = (text: string): number =>
  Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN) + 1;

/**
 * Approximate number of shards of a step and their minimum size. Within a shard, each text is
 * embedded once.
 */
const SHARDS = 8;
const MIN_SHARD_SIZE = 25;

/**
 * Counts the tokens of texts that a run would embed: memories when their agent is next asked, and
 * the queries they are compared with.
 */
export class EmbeddingCount {
  private readonly waiting = new Map<string, string[]>();
  private sent = new Set<string>();
  private shardSize = MIN_SHARD_SIZE;
  private memories = 0;
  private queries = 0;
  private sampled = 0;

  constructor(private readonly simulation: Simulation) {}

  addMemory({ agent, text }: MemoryEntry): void {
    const own = this.waiting.get(agent);
    if (own) own.push(text);
    else this.waiting.set(agent, [text]);
  }

  /** Starts a step with the given number of decisions. */
  startStep(decisions: number): void {
    this.shardSize = Math.max(MIN_SHARD_SIZE, Math.ceil(decisions / SHARDS));
    this.sent = new Set();
    [this.memories, this.queries, this.sampled] = [0, 0, 0];
  }

  /** Counts a decision. Queries are written for a sample only, like prompts. */
  countDecision(slot: DecisionSlot, at: number, isSampled: boolean): void {
    if (isSampled) this.sampled += 1;
    const [need] = this.simulation.memoryNeeds([slot]);
    if (need?.embeddings !== true) return;
    const shard = Math.floor(at / this.shardSize);
    for (const text of this.waiting.get(slot.agent) ?? []) this.memories += this.send(shard, text);
    this.waiting.delete(slot.agent);
    const query = isSampled ? this.simulation.memoryQuery(slot) : null;
    if (query !== null) this.queries += this.send(shard, query);
  }

  /** Tokens of the step, extrapolated from `decided` decisions, which are `share` of all. */
  tokens(decided: number, share: number): number {
    return share === 0
      ? 0
      : (this.memories + (this.sampled === 0 ? 0 : (this.queries * decided) / this.sampled)) /
          share;
  }

  private send(shard: number, text: string): number {
    const key = `${String(shard)} ${text}`;
    if (text === "" || this.sent.has(key)) return 0;
    this.sent.add(key);
    return approximateTokens(text);
  }
}
