import { z } from "zod";
import type { HttpClient } from "./http-client";
import { readBody } from "./read-body";
import { UnreadableReply } from "./unreadable-reply";

/** More than any self-hosted server offers; OpenRouter has some hundreds. */
const MAX_MODELS = 2_000;
/** Maximum number of models that a message names. */
const MAX_NAMED_MODELS = 8;

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

export type OfferedModel = {
  readonly id: string;
  readonly ownedBy: string | null;
  readonly context?: number;
};

/**
 * Lists the models that the server offers, with context lengths where it names them. Rejects as
 * calls do; a body of another shape is an `UnreadableReply`.
 */
export async function fetchOfferedModels(
  client: HttpClient,
  timeoutMs: number,
): Promise<OfferedModel[]> {
  const parsed = list.safeParse(readBody(await client.get("/models", { timeoutMs })));
  if (!parsed.success) throw new UnreadableReply("page", "something other than a list of models");
  return (parsed.data.data ?? [])
    .slice(0, MAX_MODELS)
    .map(({ id, owned_by, max_model_len, context_length, context_window, max_context_length }) => {
      const context = max_model_len ?? context_length ?? context_window ?? max_context_length;
      return { id, ownedBy: owned_by ?? null, ...(typeof context === "number" && { context }) };
    });
}

/** “It offers: a, b, c.”, or "" where the models are unknown. */
export function formatOfferedModels(models: readonly OfferedModel[]): string {
  if (models.length === 0) return "";
  const unnamed = models.length - MAX_NAMED_MODELS;
  const named = models
    .slice(0, MAX_NAMED_MODELS)
    .map(({ id }) => id)
    .join(", ");
  return " It offers: " + `${named}${unnamed > 0 ? ` and ${unnamed} more` : ""}.`;
}
