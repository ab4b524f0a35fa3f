import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { parseBody } from "./api-error";
import { sendFault, parseJson, rateLimitError } from "./chat";
import { countTokens } from "./completion";
import { DEFAULT_DIMENSIONS, embed, toBase64 } from "./embeddings";
import { Draws, hashPrompt, mix } from "./hash";
import { drip, readBodyText, send } from "./http";
import type { Instance } from "./instance";
import { requireModel } from "./models";

const tokens = z.array(z.number().int().min(0)).min(1);
const embeddingRequest = z.looseObject({
  model: z.string().min(1),
  input: z.union([
    z.string().min(1),
    tokens,
    z.array(z.string().min(1)).min(1).max(2_048),
    z.array(tokens).min(1).max(2_048),
  ]),
  dimensions: z.number().int().min(1).max(4_096).nullish(),
  encoding_format: z.enum(["float", "base64"]).nullish(),
});

type Input = z.infer<typeof embeddingRequest>["input"];

/**
 * The texts to embed; token numbers are embedded as words, so that equal tokens have equal vectors.
 */
function textsOf(input: Input): string[] {
  if (typeof input === "string") return [input];
  if (typeof input[0] === "number") return [input.join(" ")];
  return input.map((one) => (Array.isArray(one) ? one.join(" ") : String(one)));
}

/** POST /v1/embeddings. */
export function handleEmbeddings(
  instance: Instance,
  request: IncomingMessage,
  response: ServerResponse,
  guard: (work: () => void) => void,
): void {
  readBodyText(request, (error, text) =>
    guard(() => {
      if (error) throw error;
      answerEmbeddings(instance, response, text, guard);
    }),
  );
}

function answerEmbeddings(
  instance: Instance,
  response: ServerResponse,
  body: string,
  guard: (work: () => void) => void,
): void {
  const parsed = parseBody(embeddingRequest, parseJson(body));
  requireModel(parsed.model);
  const texts = textsOf(parsed.input);
  const hash = mix(hashPrompt(texts).hash, parsed.dimensions ?? 0);
  const fault = instance.fault(hash, null);
  if (sendFault(fault, instance, response)) return;
  if (!instance.load.admits()) throw rateLimitError(instance, "The queue is full (imitated).");
  const promptTokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
  const work = { promptTokens, cachedTokens: 0, outputTokens: 0, draws: new Draws(hash) };
  const cancel = instance.load.start(work, () =>
    guard(() => {
      instance.counts.embeddings++;
      instance.counts.promptTokens += promptTokens;
      const data = texts.map((text, index) => {
        const vector = embed(text, parsed.dimensions ?? DEFAULT_DIMENSIONS);
        return {
          object: "embedding",
          index,
          embedding: parsed.encoding_format === "base64" ? toBase64(vector) : Array.from(vector),
        };
      });
      const reply = {
        status: 200,
        body: JSON.stringify({
          object: "list",
          data,
          model: parsed.model,
          usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
        }),
      };
      if (fault === "drip") drip(response, reply, instance.settings.dripMs);
      else send(response, reply);
    }),
  );
  if (!response.writableEnded) response.on("close", cancel);
}
