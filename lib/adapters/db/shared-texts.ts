import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type pg from "pg";
import type { RecordedDecision } from "@/lib/domain/decision";

/** Texts whose hash a process remembers: the same ones come with every batch of a run. */
const hashes = new LRUCache<string, string>({
  max: 2_000,
  memoMethod: (text) => hash("sha256", text, "base64url").slice(0, 16),
});

type SharesTexts = Pick<RecordedDecision, "head" | "envelope">;

/**
 * The texts that rows share with others of their run, each with the hash under which it is stored:
 * the heads of prompts, and the envelopes of requests.
 */
export type SharedTexts = {
  readonly heads: ReadonlyMap<string, string>;
  readonly envelopes: ReadonlyMap<string, string>;
};

export function collectSharedTexts(rows: readonly SharesTexts[]): SharedTexts {
  const heads = new Map<string, string>();
  const envelopes = new Map<string, string>();
  for (const { head, envelope } of rows) {
    if (head !== null && !heads.has(head)) heads.set(head, hashes.memo(head));
    if (envelope !== null && !envelopes.has(envelope))
      envelopes.set(envelope, hashes.memo(envelope));
  }
  return { heads, envelopes };
}

/** Stores what the run does not have yet. */
export async function storeSharedTexts(
  client: pg.PoolClient,
  run: number,
  { heads, envelopes }: SharedTexts,
): Promise<void> {
  await storeTexts(client, "prompt_head", run, heads);
  await storeTexts(client, "request_envelope", run, envelopes);
}

async function storeTexts(
  client: pg.PoolClient,
  table: "prompt_head" | "request_envelope",
  run: number,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  if (texts.size === 0) return;
  // In order of hash, so that two batches with the same texts never wait for each other.
  await client.query(
    `INSERT INTO ${table} (run, hash, text)
     SELECT $1, * FROM unnest($2::text[], $3::text[]) ORDER BY 2 ON CONFLICT DO NOTHING`,
    [run, [...texts.values()], [...texts.keys()]],
  );
}
