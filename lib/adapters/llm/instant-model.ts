import { smallestAnswer } from "@/lib/domain/answers";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { costOf } from "@/lib/services/models/cost-of";
import type { ModelTarget } from "@/lib/services/models/ports";
import { onAbort } from "./on-abort";
import { chatEnvelopeJson } from "./chat-call";
import { defaultQuirks } from "./quirks";
import { estimateTokens, promptCharacters } from "./read-reply";
import { createTimerWheel } from "./timer-wheel";

/** It accepts every parameter. */
const INSTANT_QUIRKS = defaultQuirks({ jsonSchema: true, numberBounds: true });

const PREFIX = "inprocess://instant";

/**
 * Whether an address names the model within this process, with which benchmarks measure everything
 * but a server.
 */
export const isInstant = (baseUrl: string): boolean => baseUrl.startsWith(PREFIX);

type InstantModel = (
  target: ModelTarget,
  request: ModelRequest,
  signal?: AbortSignal,
) => Promise<ModelReply>;

/**
 * A model that answers without a server: `inprocess://instant?latency=MS` returns the smallest
 * answer that fits the schema after MS milliseconds (default 0), the same for the same schema and
 * seed. Not a language model.
 */
export function createInstantModel(): InstantModel {
  const wheel = createTimerWheel();
  const latencies = new Map<string, number>();

  const latencyOf = (baseUrl: string): number => {
    let latency = latencies.get(baseUrl);
    if (latency === undefined) {
      latency = Math.max(0, Number(new URL(baseUrl).searchParams.get("latency") ?? 0) || 0);
      latencies.set(baseUrl, latency);
    }
    return latency;
  };

  const answer = (target: ModelTarget, request: ModelRequest, latencyMs: number): ModelReply => {
    const text =
      request.schema === undefined
        ? "ok"
        : JSON.stringify(smallestAnswer(request.schema.schema, request.seed));
    const tokens = {
      promptTokens: estimateTokens(promptCharacters(request)),
      completionTokens: estimateTokens(text.length),
    };
    return {
      text,
      model: target.model,
      endpoint: target.name,
      ...tokens,
      cost: costOf(target, tokens),
      tokensEstimated: true,
      latencyMs,
      finishReason: "stop",
      envelope: chatEnvelopeJson(target.model, request, INSTANT_QUIRKS),
    };
  };

  return (target, request, signal) => {
    const latency = latencyOf(target.baseUrl);
    if (latency === 0) return Promise.resolve(answer(target, request, 0));
    return new Promise((resolve, reject) => {
      const forget = signal && onAbort(signal, reject);
      wheel.schedule(latency, () => {
        forget?.();
        resolve(answer(target, request, latency));
      });
    });
  };
}
