import type OpenAI from "openai";
import { z } from "zod";
import { UnreadableReply } from "./unreadable-reply";

/** More than any server of one's own offers; OpenRouter has some hundreds. */
const MOST = 2_000;

const tokens = z.int().min(1).nullish().catch(null);
const entry = z.looseObject({
  id: z.string(),
  owned_by: z.string().nullish(),
  /** vLLM, SGLang. */
  max_model_len: tokens,
  /** OpenRouter, Together. */
  context_length: tokens,
  /** Groq. */
  context_window: tokens,
  /** Mistral. */
  max_context_length: tokens,
});
const list = z.object({ data: z.array(entry).nullable() });

export type OfferedModel = { readonly id: string; readonly ownedBy: string | null; readonly context?: number };

/** What the server's list of models offers, with contexts where it names them. Rejects as a call of the SDK does; a body of another shape is an `UnreadableReply`. */
export async function offeredModels(client: OpenAI, timeoutMs: number): Promise<OfferedModel[]> {
  const body: unknown = await client.get("/models", { timeout: timeoutMs });
  const parsed = list.safeParse(body);
  if (!parsed.success) throw new UnreadableReply("page", "something else than a list of models");
  return (parsed.data.data ?? []).slice(0, MOST).map(({ id, owned_by, max_model_len, context_length, context_window, max_context_length }) => {
    const context = max_model_len ?? context_length ?? context_window ?? max_context_length;
    return { id, ownedBy: owned_by ?? null, ...(typeof context === "number" && { context }) };
  });
}
