import type pg from "pg";
import type { EmbeddingCall } from "@/lib/domain/decision";
import { hashText, storeTexts } from "./shared-texts";
import { storableText } from "@/lib/domain/text/storable-text";
import { timeOrderedId } from "./time-ordered-id";

/**
 * Stores what a call asked: each text once per run. The texts first, so that no call refers to one
 * that is missing; a crash in between leaves texts that nothing refers to.
 */
export async function recordEmbeddingCall(
  pool: pg.Pool,
  run: number,
  { model, texts, failure }: EmbeddingCall,
): Promise<void> {
  const hashes = new Map<string, string>();
  for (const text of texts) {
    const stored = storableText(text);
    if (!hashes.has(stored)) hashes.set(stored, hashText(stored));
  }
  await storeTexts(pool, "prompt_head", run, hashes);
  await pool.query(
    `INSERT INTO embedding_call (id, run, model, texts, failure)
     VALUES ($1, $2, $3, $4::text[], $5)`,
    [
      timeOrderedId(),
      run,
      model,
      texts.map((text) => hashes.get(storableText(text))),
      failure ?? null,
    ],
  );
}
