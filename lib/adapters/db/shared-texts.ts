import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type pg from "pg";
import type { RecordedDecision } from "@/lib/domain/decision";
import { patchText, restoreText } from "./text-patch";

/** Characters of the hash under which a text is stored. */
const HASH_LENGTH = 16;

export const hashText = (text: string): string =>
  hash("sha256", text, "base64url").slice(0, HASH_LENGTH);

/** Texts whose hash a process remembers: the same ones come with every batch of a run. */
const hashes = new LRUCache<string, string>({
  max: 2_000,
  memoMethod: hashText,
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
  /**
   * What each row refers to its envelope by: a hash, alone or with a patch (`HASH:patch`). By row,
   * because envelopes may all be different and long: as keys, each would be hashed twice.
   */
  readonly envelopes: ReadonlyMap<SharesTexts, string>;
  /** The whole envelopes among them, with their hashes. */
  readonly bases: ReadonlyMap<string, string>;
};

export function collectSharedTexts(rows: readonly SharesTexts[]): SharedTexts {
  const heads = new Map<string, string>();
  const envelopes = new Map<SharesTexts, string>();
  const whole = new Map<string, string>();
  for (const row of rows) {
    const { head, envelope } = row;
    if (head !== null && !heads.has(head)) heads.set(head, hashes.memo(head));
    if (envelope === null) continue;
    const { base, patch } = findBase(envelope);
    let baseHash = whole.get(base);
    if (baseHash === undefined) whole.set(base, (baseHash = hashes.memo(base)));
    envelopes.set(row, patch === null ? baseHash : `${baseHash}:${patch}`);
  }
  return { heads, envelopes, bases: whole };
}

type Base = { readonly base: string; readonly patch: string | null };

/** The base of the envelope before, which is mostly that of the next one, too. */
let latestBase = "";

/** A known envelope that this one is a small patch of, or this one itself, from now on known. */
function findBase(envelope: string): Base {
  const latest = patchOf(latestBase, envelope);
  if (latest) return latest;
  const known = bases.memo(envelope.slice(0, KEY_LENGTH));
  let found: Base | undefined;
  for (const base of known) found ??= patchOf(base, envelope);
  if (!found) {
    if (known.length === MAX_BASES) known.shift();
    known.push(envelope);
  }
  latestBase = found?.base ?? envelope;
  return found ?? { base: envelope, patch: null };
}

/** The envelope as a patch of this base; undefined where the patch would not be small. */
function patchOf(base: string, envelope: string): Base | undefined {
  if (base === envelope) return { base, patch: null };
  const patch = patchText(base, envelope);
  return patch.length * 3 < envelope.length ? { base, patch } : undefined;
}

/** The envelope that a row refers to; `base` is the text stored under the reference's hash. */
export function restoreEnvelope(reference: string | null, base: string | null): string | null {
  if (reference === null || base === null) return null;
  return reference.length === HASH_LENGTH
    ? base
    : restoreText(base, reference.slice(HASH_LENGTH + 1));
}

/** The hash of the base of the envelope that a row refers to, as SQL. */
export const ENVELOPE_HASH = (row: string): string => `left(${row}.envelope, ${HASH_LENGTH})`;

/**
 * Keeps the run's shared texts from being deleted until the end of the transaction: those that it
 * refers to may be there already.
 */
export async function holdSharedTexts(client: pg.PoolClient, run: number): Promise<void> {
  await client.query("SELECT FROM run WHERE key = $1 FOR KEY SHARE", [run]);
}

/** SQL that joins the base of the envelope that `d` refers to, as `e`. */
export const joinEnvelope = (run: string): string =>
  `LEFT JOIN request_envelope e ON e.run = ${run} AND e.hash = ${ENVELOPE_HASH("d")}`;

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

export async function storeTexts(
  client: Pick<pg.PoolClient, "query">,
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
