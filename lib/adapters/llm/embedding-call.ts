import type OpenAI from "openai";
import { z } from "zod";
import type { ModelTarget } from "@/lib/services/models/ports";
import { UnreadableReply } from "./unreadable-reply";

const embedded = z.object({ data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })) });

export type EmbeddingCall = {
  readonly client: OpenAI;
  readonly target: Pick<ModelTarget, "model">;
  readonly texts: readonly string[];
  readonly timeoutMs: number;
  /** Of this attempt alone. */
  readonly signal?: AbortSignal;
};

/** One attempt at embedding several texts in one call; the vectors in the order of the texts. Rejects with whatever went wrong. */
export async function attemptEmbeddings({ client, target, texts, timeoutMs, signal }: EmbeddingCall): Promise<number[][]> {
  const body: unknown = await client.post("/embeddings", { body: { model: target.model, input: texts }, timeout: timeoutMs, ...(signal && { signal }) });
  return vectorsIn(body, texts.length);
}

/** @throws UnreadableReply where there is not exactly one vector for each text */
function vectorsIn(body: unknown, count: number): number[][] {
  const parsed = embedded.safeParse(body);
  if (!parsed.success) throw new UnreadableReply("broken", "something else than a list of embeddings");
  const vectors: number[][] = [];
  for (const { index, embedding } of parsed.data.data) vectors[index] = embedding;
  if (parsed.data.data.length !== count || vectors.length !== count || vectors.includes(undefined as never)) {
    throw new UnreadableReply("broken", `${parsed.data.data.length} embeddings for ${count} texts`);
  }
  return vectors;
}
