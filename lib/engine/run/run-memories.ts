import { hashEmbedding } from "../memory/hashing";
import type { DecisionSlot, Embedding, Memory, MemoryEntry, Simulation } from "../base/contract";

/** Memories of a run without a store. Embeddings are hashed on first access. */
export class RunMemories {
  private readonly byAgent = new Map<string, Memory[]>();

  constructor(private readonly simulation: Simulation) {}

  /** `version`: version of the step that created the memory. */
  add(version: number, entry: MemoryEntry): void {
    const memory = new StoredMemory(version, entry);
    const own = this.byAgent.get(entry.agent);
    if (own) own.push(memory);
    else this.byAgent.set(entry.agent, [memory]);
  }

  /** Returns the memories of an agent that the prompt of this decision needs. */
  forSlot(slot: DecisionSlot): readonly Memory[] {
    const [need] = this.simulation.memoryNeeds([slot]);
    const own = need && this.byAgent.get(slot.agent);
    if (!own) return [];
    return need.latest === "all" ? own : own.slice(-need.latest);
  }
}

class StoredMemory implements Memory {
  readonly seq: number;
  readonly round: number;
  readonly kind: Memory["kind"];
  readonly text: string;
  readonly importance: number;
  readonly nullValues?: string;
  private hashed: Embedding | undefined;

  constructor(
    readonly version: number,
    { seq, round, kind, text, importance, nullValues }: MemoryEntry,
  ) {
    if (nullValues !== undefined) this.nullValues = nullValues;
    [this.seq, this.round, this.kind, this.text, this.importance] = [
      seq,
      round,
      kind,
      text,
      importance,
    ];
  }

  get embedding(): Embedding {
    return (this.hashed ??= hashEmbedding(this.text));
  }
}
