import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type pg from "pg";
import type { RecordedDecision } from "@/lib/domain/decision";
import { patchText, restoreText } from "./text-patch";

/** Characters of the hash under which a text is stored. */
const HASH_LENGTH = 16;

/** Texts whose hash a process remembers: the same ones come with every batch of a run. */
const hashes = new LRUCache<string, string>({
  max: 2_000,
  memoMethod: (text) => hash("sha256", text, "base64url").slice(0, HASH_LENGTH),
});

/**
 * Envelopes that others are stored as patches of, by how they begin: model, sampling parameters and
 * the name of the schema. The schema after that may differ from agent to agent, in a bound or a
 * list of options: a whole envelope for each decision would be half as large as all the rest of it.
 */
const bases = new LRUCache<string, string[]>({ max: 500, memoMethod: () => [] });
const KEY_LENGTH = 200;
const MAX_BASES = 4;

type SharesTexts = Pick<RecordedDecision, "head" | "envelope">;

/**
 * The texts that rows share with others of their run: the heads of prompts, and the envelopes of
 * requests, each with what its row refers to it by.
 */
export type SharedTexts = {
  readonly heads: ReadonlyMap<string, string>;
  /** A hash, alone or with a patch: `HASH:patch`. */
  readonly envelopes: ReadonlyMap<string, string>;
  /** The whole envelopes among them, with their hashes. */
  readonly bases: ReadonlyMap<string, string>;
};

export function collectSharedTexts(rows: readonly SharesTexts[]): SharedTexts {
  const heads = new Map<string, string>();
  const envelopes = new Map<string, string>();
  const whole = new Map<string, string>();
  for (const { head, envelope } of rows) {
    if (head !== null && !heads.has(head)) heads.set(head, hashes.memo(head));
    if (envelope === null || envelopes.has(envelope)) continue;
    const { base, patch } = findBase(envelope);
    const baseHash = hashes.memo(base);
    whole.set(base, baseHash);
    envelopes.set(envelope, patch === null ? baseHash : `${baseHash}:${patch}`);
  }
  return { heads, envelopes, bases: whole };
}

/** A known envelope that this one is a small patch of, or this one itself, from now on known. */
function findBase(envelope: string): { readonly base: string; readonly patch: string | null } {
  const known = bases.memo(envelope.slice(0, KEY_LENGTH));
  for (const base of known) {
    if (base === envelope) return { base, patch: null };
    const patch = patchText(base, envelope);
    if (patch.length * 3 < envelope.length) return { base, patch };
  }
  if (known.length === MAX_BASES) known.shift();
  known.push(envelope);
  return { base: envelope, patch: null };
}

/** The envelope that a row refers to; `base` is the text stored under the reference's hash. */
export function restoreEnvelope(reference: string | null, base: string | null): string | null {
  if (reference === null || base === null) return null;
  return reference.length === HASH_LENGTH
    ? base
    : restoreText(base, reference.slice(HASH_LENGTH + 1));
}

/** SQL that joins the base of the envelope that `d` refers to, as `e`. */
export const joinEnvelope = (run: string): string =>
  `LEFT JOIN request_envelope e ON e.run = ${run} AND e.hash = left(d.envelope, ${HASH_LENGTH})`;

/** Copies the texts that a run's decisions refer to from another run, by the database itself. */
export async function copySharedTexts(
  client: pg.PoolClient,
  from: number,
  to: number,
): Promise<void> {
  await client.query(
    `INSERT INTO prompt_head (run, hash, text) SELECT $1::int, hash, text FROM prompt_head
     WHERE run = $2 AND hash IN (SELECT head FROM decision WHERE run = $1)`,
    [to, from],
  );
  await client.query(
    `INSERT INTO request_envelope (run, hash, text) SELECT $1::int, hash, text
     FROM request_envelope WHERE run = $2
       AND hash IN (SELECT left(envelope, ${HASH_LENGTH}) FROM decision WHERE run = $1)`,
    [to, from],
  );
}

/** Stores what the run does not have yet. */
export async function storeSharedTexts(
  client: pg.PoolClient,
  run: number,
  texts: SharedTexts,
): Promise<void> {
  await storeTexts(client, "prompt_head", run, texts.heads);
  await storeTexts(client, "request_envelope", run, texts.bases);
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
