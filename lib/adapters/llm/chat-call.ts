import type OpenAI from "openai";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import { costOf } from "@/lib/services/models/cost-of";
import type { ModelTarget } from "@/lib/services/models/ports";
import type { CallLimits, Connections } from "./connections";
import type { Quirks } from "./quirks";
import { readReply } from "./read-reply";

type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

/** Says in words what the server cannot be made to enforce. */
function withSchemaInWords(request: ModelRequest): ModelRequest["messages"] {
  if (request.schema === undefined) return request.messages;
  const wish = `Answer with one JSON object and nothing else. It must fit this JSON Schema:\n${JSON.stringify(request.schema.schema)}`;
  const last = request.messages.at(-1);
  if (last?.role !== "user") return [...request.messages, { role: "user", content: wish }];
  return [
    ...request.messages.slice(0, -1),
    { role: "user", content: `${last.content}\n\n${wish}` },
  ];
}

function responseFormat(
  { schema }: ModelRequest,
  mode: Quirks["schemaMode"],
): Pick<Body, "response_format"> {
  if (schema === undefined || mode === "words") return {};
  if (mode === "json_object") return { response_format: { type: "json_object" } };
  return {
    response_format: {
      type: "json_schema",
      json_schema: { name: schema.name, schema: { ...schema.schema }, strict: true },
    },
  };
}

/** The request as a server with these quirks takes it. */
export function chatBody(model: string, request: ModelRequest, quirks: Quirks): Body {
  return {
    model,
    messages: [
      ...(quirks.schemaMode === "json_schema" ? request.messages : withSchemaInWords(request)),
    ],
    [quirks.tokensName]: request.maxTokens,
    ...(quirks.sendsTemperature && { temperature: request.temperature }),
    ...(quirks.sendsSeed && { seed: request.seed }),
    ...responseFormat(request, quirks.schemaMode),
  };
}

export type ChatCall = {
  readonly connections: Connections;
  readonly target: Pick<ModelTarget, "name" | "model" | "priceIn" | "priceOut">;
  readonly request: ModelRequest;
  readonly quirks: Quirks;
} & CallLimits;

/** One attempt, body included within the time-out. Rejects with whatever went wrong. */
export async function attemptChat({
  connections,
  target,
  request,
  quirks,
  ...limits
}: ChatCall): Promise<ModelReply> {
  const started = performance.now();
  const body = await connections.post(
    "/chat/completions",
    chatBody(target.model, request, quirks),
    limits,
  );
  const reply = readReply(body, request);
  return {
    ...reply,
    model: reply.model ?? target.model,
    endpoint: target.name,
    cost: costOf(target, reply),
    latencyMs: performance.now() - started,
  };
}
