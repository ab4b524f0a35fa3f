import { createHash } from "node:crypto";
import type pg from "pg";
import type { RecordedDecision } from "@/lib/domain/decision";

const hashed = new Map<string, string>();
/** Heads whose hash a process remembers. */
const MOST_HASHED = 1_000;

function hashOf(head: string): string {
  const known = hashed.get(head);
  if (known) return known;
  const hash = createHash("sha256").update(head).digest("base64url").slice(0, 16);
  if (hashed.size >= MOST_HASHED) hashed.clear();
  hashed.set(head, hash);
  return hash;
}

/** The different heads among decisions, each with the hash under which it is stored. */
export function headHashes(decisions: readonly RecordedDecision[]): ReadonlyMap<string, string> {
  const heads = new Map<string, string>();
  for (const { head } of decisions)
    if (head !== null && !heads.has(head)) heads.set(head, hashOf(head));
  return heads;
}

export async function storeHeads(
  client: pg.PoolClient,
  run: number,
  heads: ReadonlyMap<string, string>,
): Promise<void> {
  if (heads.size === 0) return;
  // In order of hash, so that two batches with the same heads never wait for each other.
  await client.query(
    "INSERT INTO prompt_head (run, hash, text) SELECT $1, * FROM unnest($2::text[], $3::text[]) ORDER BY 2 ON CONFLICT DO NOTHING",
    [run, [...heads.values()], [...heads.keys()]],
  );
}
