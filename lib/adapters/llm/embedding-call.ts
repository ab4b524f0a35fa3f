import { z } from "zod";
import { embeddingBody } from "@/lib/domain/decision";
import type { ModelTarget } from "@/lib/services/models/ports";
import type { CallLimits, HttpClient } from "./http-client";
import { readBody } from "./read-body";
import { isRecord } from "./server-text";
import { UnreadableReply } from "./unreadable-reply";

const numbers = z.array(z.number()).min(1);
/** Some servers put the one vector of a text into a list. */
const vector = z.union([numbers, z.tuple([numbers]).transform(([only]) => only)]);
const item = z.union([
  z.object({ index: z.coerce.number().int().min(0).nullish(), embedding: vector }),
  vector.transform((embedding) => ({ index: null, embedding })),
]);
const embedded = z.array(
  item.transform(({ index, embedding }) => ({ index: index ?? null, embedding })),
);

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
    readBody(
      await client.post("/embeddings", embeddingBody({ model: target.model, texts }), limits),
    ),
    texts.length,
  );
}

type Embedded = z.output<typeof embedded>[number];

/**
 * Lists of vectors in the shapes that servers give them: OpenAI's, the same without `data`, that of
 * Text Embeddings Inference, and Ollama's own.
 */
function listIn(body: unknown): readonly Embedded[] {
  const list = isRecord(body) ? (body.data ?? body.embeddings) : body;
  const parsed = embedded.safeParse(list);
  if (parsed.success) return parsed.data;
  throw new UnreadableReply("broken", "something else than a list of embeddings");
}

/**
 * The vectors in the order of the texts. Servers that number them may send them in any order; the
 * others, and those that give each the same number, send them in the order of the texts.
 * @throws UnreadableReply where there is not exactly one vector for each text
 */
function vectorsIn(body: unknown, count: number): number[][] {
  const list = listIn(body);
  const indices = new Set(list.map(({ index }) => index));
  const isNumbered = !(indices.size === 1 && (list.length > 1 || indices.has(null)));
  const vectors: number[][] = [];
  for (const [at, { index, embedding }] of list.entries())
    vectors[isNumbered ? (index ?? at) : at] = embedding;
  if (list.length !== count || vectors.length !== count || vectors.includes(undefined as never)) {
    throw new UnreadableReply("broken", `${list.length} embeddings for ${count} texts`);
  }
  return vectors;
}
