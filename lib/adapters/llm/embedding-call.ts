import { z } from "zod";
import { embeddingBody } from "@/lib/domain/decision";
import type { ModelTarget } from "@/lib/services/models/ports";
import type { CallLimits, HttpClient } from "./http-client";
import { UnreadableReply } from "./unreadable-reply";

const embedded = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
});

export type EmbeddingCall = {
  readonly client: HttpClient;
  readonly target: Pick<ModelTarget, "model">;
  readonly texts: readonly string[];
} & CallLimits;

/**
 * Embeds several texts in one call; returns the vectors in the order of the texts. Rejects with the
 * error of the call.
 */
export async function attemptEmbeddings({
  client,
  target,
  texts,
  ...limits
}: EmbeddingCall): Promise<number[][]> {
  return vectorsIn(
    await client.post("/embeddings", embeddingBody({ model: target.model, texts }), limits),
    texts.length,
  );
}

/** @throws UnreadableReply where there is not exactly one vector for each text */
function vectorsIn(body: unknown, count: number): number[][] {
  const parsed = embedded.safeParse(body);
  if (!parsed.success)
    throw new UnreadableReply("broken", "something else than a list of embeddings");
  const vectors: number[][] = [];
  for (const { index, embedding } of parsed.data.data) vectors[index] = embedding;
  if (
    parsed.data.data.length !== count ||
    vectors.length !== count ||
    vectors.includes(undefined as never)
  ) {
    throw new UnreadableReply("broken", `${parsed.data.data.length} embeddings for ${count} texts`);
  }
  return vectors;
}
