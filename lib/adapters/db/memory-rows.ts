import type pg from "pg";
import type { Embedding, Memory, MemoryEntry, MemoryNeed } from "@/lib/engine/run/contract";
import type { StoredEmbedding } from "@/lib/services/runs/ports";
import type { Cell } from "./copy-rows";

type MemoryRow = { agent: string; version: number; seq: number; round: number; kind: Memory["kind"]; text: string; importance: number; embedding: Buffer | null };

/** Columns of `memory`, in the order of `memoryCells`. */
export const MEMORY_COLUMNS = "run, agent_type, agent, version, seq, round, phase, kind, text, importance, cites, embedding, embedder";

export const memoryCells = (run: number, version: number, { agentType, agent, seq, round, phase, kind, text, importance, cites = [], embedding }: MemoryEntry): readonly Cell[] => [
  run, agentType, agent, version, seq, round, phase, kind, text, importance,
  `{${cites.join(",")}}`, embedding ? `\\x${bytesOf(embedding.bytes).toString("hex")}` : null, embedding?.by ?? null,
];

/** The same bytes, for the driver. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Embedding): Buffer => Buffer.from(buffer, byteOffset, byteLength);

const embeddingOf = (bytes: Buffer): Embedding => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The latest memories of each agent from steps before `version`, oldest first; with the embeddings that `embedder` made, unless it is null. */
export async function readMemories(client: pg.Pool, run: number, version: number, need: MemoryNeed, embedder: string | null): Promise<Map<string, Memory[]>> {
  const { rows } = await client.query<MemoryRow>(
    `SELECT m.* FROM unnest($4::text[]) AS wanted(agent)
     CROSS JOIN LATERAL (
       SELECT agent, version, seq, round, kind, text, importance, CASE WHEN embedder = $6 THEN embedding END AS embedding FROM memory
       WHERE run = $1 AND agent_type = $2 AND agent = wanted.agent AND version < $3
       ORDER BY version DESC, seq DESC LIMIT $5
     ) m`,
    [run, need.agentType, version, need.agents, need.latest === "all" ? null : need.latest, embedder],
  );
  const memories = new Map<string, Memory[]>();
  for (const { agent, embedding, ...row } of rows) {
    const memory = { ...row, embedding: embedding && embeddingOf(embedding) };
    const own = memories.get(agent);
    if (own) own.push(memory);
    else memories.set(agent, [memory]);
  }
  for (const own of memories.values()) own.reverse();
  return memories;
}

/**
 * Keeps embeddings with their memories. Rows that somebody else is writing to are left to them: two shards may embed the
 * same memory, and must not wait for each other.
 */
export async function writeEmbeddings(client: pg.Pool, run: number, embedder: string, made: readonly StoredEmbedding[]): Promise<void> {
  if (made.length === 0) return;
  await client.query(
    `WITH made AS (SELECT * FROM unnest($3::text[], $4::int[], $5::int[], $6::bytea[]) AS made(agent, version, seq, embedding)),
     free AS (
       SELECT memory.agent, memory.version, memory.seq, made.embedding
       FROM made JOIN memory ON memory.run = $1 AND memory.agent = made.agent AND memory.version = made.version AND memory.seq = made.seq
       FOR NO KEY UPDATE OF memory SKIP LOCKED
     )
     UPDATE memory SET embedding = free.embedding, embedder = $2 FROM free
     WHERE memory.run = $1 AND memory.agent = free.agent AND memory.version = free.version AND memory.seq = free.seq`,
    [run, embedder, made.map(({ agent }) => agent), made.map(({ version }) => version), made.map(({ seq }) => seq), made.map(({ embedding }) => bytesOf(embedding))],
  );
}
