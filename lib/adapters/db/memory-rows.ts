import type pg from "pg";
import type { Embedding, Memory, MemoryEntry, MemoryNeed } from "@/lib/engine";
import type { StoredEmbedding } from "@/lib/services/memory/ports";
import type { Cell } from "./copy-rows";

type MemoryRow = readonly [
  version: number,
  seq: number,
  round: number,
  kind: Memory["kind"],
  text: string,
  importance: number,
  embedded: boolean,
  nullValues: string | null,
];
type AgentRow = { agent: string; memories: MemoryRow[]; embeddings: Buffer | null };

/** Bytes of an embedding. */
const EMBEDDING_BYTES = 256;

/** Columns of `memory` that a fork copies: all but the run's key. */
export const COPIED_MEMORY_COLUMNS =
  "agent_type, agent, version, seq, round, phase, kind, text, importance, " +
  "cites, embedding, embedder, null_values";

/** Columns of `memory`, in the order of `memoryCells`. */
export const MEMORY_COLUMNS = `run, ${COPIED_MEMORY_COLUMNS}`;

export const memoryCells = (
  run: number,
  version: number,
  {
    agentType,
    agent,
    seq,
    round,
    phase,
    kind,
    text,
    importance,
    cites = [],
    embedding,
    nullValues,
  }: MemoryEntry,
): readonly Cell[] => [
  run,
  agentType,
  agent,
  version,
  seq,
  round,
  phase,
  kind,
  text,
  importance,
  `{${cites.join(",")}}`,
  embedding ? `\\x${toBytes(embedding.bytes).toString("hex")}` : null,
  embedding?.by ?? null,
  nullValues ?? null,
];

/** The same bytes, for the driver. */
const toBytes = ({ buffer, byteOffset, byteLength }: Embedding): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

const toEmbedding = (bytes: Buffer, at: number): Embedding =>
  new Int8Array(bytes.buffer, bytes.byteOffset + at, EMBEDDING_BYTES);

/**
 * Returns the latest memories of each agent from steps before `version`, oldest first; with the
 * embeddings that `embedder` made, unless it is null. One row per agent: with hundreds of memories
 * each, separate rows would cost ten times as much.
 */
export async function readMemories(
  client: pg.Pool,
  run: number,
  version: number,
  need: MemoryNeed,
  embedder: string | null,
): Promise<Map<string, Memory[]>> {
  const { rows } = await client.query<AgentRow>(
    `SELECT wanted.agent, own.memories, own.embeddings FROM unnest($4::text[]) AS wanted(agent)
     CROSS JOIN LATERAL (
       SELECT json_agg(json_build_array(version, seq, round, kind, text, importance, embedded,
         null_values) ORDER BY version, seq) AS memories,
              string_agg(embedding, ''::bytea ORDER BY version, seq) FILTER (WHERE embedded)
                AS embeddings
       FROM (
         SELECT version, seq, round, kind, text, importance, embedding, null_values,
           coalesce(embedder = $6 AND embedding IS NOT NULL, false) AS embedded FROM memory
         WHERE run = $1 AND agent_type = $2 AND agent = wanted.agent AND version < $3
         ORDER BY version DESC, seq DESC LIMIT $5
       ) latest
     ) own WHERE own.memories IS NOT NULL`,
    [
      run,
      need.agentType,
      version,
      need.agents,
      need.latest === "all" ? null : need.latest,
      embedder,
    ],
  );
  return new Map(
    rows.map(({ agent, memories, embeddings }) => [agent, toMemories(memories, embeddings)]),
  );
}

/** Embeddings are concatenated, for the memories that have one. */
function toMemories(rows: readonly MemoryRow[], embeddings: Buffer | null): Memory[] {
  let at = 0;
  return rows.map(([version, seq, round, kind, text, importance, embedded, nullValues]) => {
    const embedding =
      embedded && embeddings
        ? toEmbedding(embeddings, (at += EMBEDDING_BYTES) - EMBEDDING_BYTES)
        : null;
    const memory = { version, seq, round, kind, text, importance, embedding };
    return nullValues === null ? memory : { ...memory, nullValues };
  });
}

/**
 * Stores embeddings with their memories. Skips rows that another transaction is writing: two shards
 * may embed the same memory, and must not wait for each other.
 */
export async function writeEmbeddings(
  client: pg.Pool,
  run: number,
  embedder: string,
  made: readonly StoredEmbedding[],
): Promise<void> {
  if (made.length === 0) return;
  await client.query(
    `WITH made AS (SELECT * FROM unnest($3::text[], $4::int[], $5::int[], $6::bytea[])
      AS made(agent, version, seq, embedding)),
     free AS (
       SELECT memory.agent, memory.version, memory.seq, made.embedding
       FROM made JOIN memory ON memory.run = $1 AND memory.agent = made.agent
         AND memory.version = made.version AND memory.seq = made.seq
       FOR NO KEY UPDATE OF memory SKIP LOCKED
     )
     UPDATE memory SET embedding = free.embedding, embedder = $2 FROM free
     WHERE memory.run = $1 AND memory.agent = free.agent AND memory.version = free.version
       AND memory.seq = free.seq`,
    [
      run,
      embedder,
      made.map(({ agent }) => agent),
      made.map(({ version }) => version),
      made.map(({ seq }) => seq),
      made.map(({ embedding }) => toBytes(embedding)),
    ],
  );
}
