import { z } from "zod";
import type { OfferedModel } from "./model-list";
import type { Prober } from "./probe-calls";

const tokens = z.int().min(1);

/**
 * The root address of a server whose API is under `/v1`, where it describes itself; null for
 * others.
 */
export function serverRoot(baseUrl: string): string | null {
  const address = baseUrl.replace(/\/+$/, "");
  return address.endsWith("/v1") ? address.slice(0, -"/v1".length) : null;
}

const props = z.looseObject({ default_generation_settings: z.looseObject({ n_ctx: tokens }) });

/** llama.cpp: the context of one call. */
async function llamaCppContext(prober: Prober, root: string): Promise<number | null> {
  const parsed = props.safeParse((await prober.requestInfo("get", `${root}/props`))?.body);
  return parsed.success ? parsed.data.default_generation_settings.n_ctx : null;
}

const running = z.looseObject({
  models: z.array(z.looseObject({ name: z.string(), context_length: tokens.optional() })),
});
const shown = z.looseObject({ parameters: z.string().optional() });

/**
 * Ollama: the context with which the model is loaded now (the probe has just called it), else the
 * one of its Modelfile. Not the trained context, which `/api/show` names too: prompts are cut long
 * before that.
 */
async function ollamaContext(prober: Prober, root: string, model: string): Promise<number | null> {
  const loaded = running.safeParse((await prober.requestInfo("get", `${root}/api/ps`))?.body);
  if (!loaded.success) return null;
  const now = loaded.data.models.find(
    ({ name }) => name === model || name === `${model}:latest`,
  )?.context_length;
  if (now !== undefined) return now;
  const described = shown.safeParse(
    (await prober.requestInfo("post", `${root}/api/show`, { model }))?.body,
  );
  const set = described.success
    ? /^num_ctx\s+(\d+)/m.exec(described.data.parameters ?? "")?.[1]
    : undefined;
  return tokens.safeParse(Number(set)).data ?? null;
}

const listed = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      loaded_context_length: tokens.optional(),
      max_context_length: tokens.optional(),
    }),
  ),
});

/**
 * LM Studio: the context with which the model is loaded, else the maximum it could be loaded with.
 */
async function lmStudioContext(
  prober: Prober,
  root: string,
  model: string,
): Promise<number | null> {
  const parsed = listed.safeParse((await prober.requestInfo("get", `${root}/api/v0/models`))?.body);
  const found = parsed.success ? parsed.data.data.find(({ id }) => id === model) : undefined;
  return found?.loaded_context_length ?? found?.max_context_length ?? null;
}

/** Servers that list models in this way provide no further details. */
const OWNERS_WITHOUT_DETAILS = new Set(["openai", "system", "openai-internal"]);

/**
 * Returns the maximum number of prompt and answer tokens together, where the server reports it: in
 * its list of models (vLLM, SGLang, OpenRouter, Mistral, Groq) or at a separate address (llama.cpp,
 * Ollama, LM Studio). Otherwise null; no long prompt is ever sent to find out. Call it after a
 * completion, which makes servers load the model.
 */
export async function findContextLength(
  prober: Prober,
  models: readonly OfferedModel[],
): Promise<number | null> {
  const { baseUrl, model } = prober.target;
  const entry = models.find(({ id }) => id === model);
  if (entry?.context !== undefined) return entry.context;
  const root = serverRoot(baseUrl);
  if (root === null || OWNERS_WITHOUT_DETAILS.has(entry?.ownedBy ?? "")) return null;
  const contexts = await Promise.all([
    llamaCppContext(prober, root),
    ollamaContext(prober, root, model),
    lmStudioContext(prober, root, model),
  ]);
  return contexts.find((context) => context !== null) ?? null;
}
