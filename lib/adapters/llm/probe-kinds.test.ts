import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { probeServer } from "./probe";
import { chatCompletion } from "./test-server";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Call = {
  readonly body: Record<string, unknown> | unknown[];
  readonly headers: IncomingHttpHeaders;
};
type Answer = { readonly status?: number; readonly json?: unknown; readonly sse?: string };
type Routes = Readonly<Record<string, (call: Call) => Answer>>;

/** A server of one kind, as far as the probe looks at it; everything else is not found. */
async function imitate(
  routes: Routes,
  { path = "/v1", model = "qwen", apiKey = null as string | null } = {},
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((sent) => {
      const at = `${request.method ?? ""} ${request.url ?? ""}`;
      asked.push(at);
      const body = (sent === "" ? {} : JSON.parse(sent)) as Call["body"];
      const {
        status = 200,
        json,
        sse,
      } = routes[at]?.({ body, headers: request.headers }) ?? {
        status: 404,
        json: { detail: "Not Found" },
      };
      response.writeHead(status, {
        "content-type": sse === undefined ? "application/json" : "text/event-stream",
      });
      response.end(sse ?? JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  );
  const { port } = server.address() as AddressInfo;
  const result = await probeServer({
    name: "Lab",
    baseUrl: `http://127.0.0.1:${port}${path}`,
    model,
    apiKey,
    concurrency: 4,
    timeoutMs: 3_000,
  });
  return { result, asked };
}

const FITTING = '{"hue":"teal","tally":7,"remark":"Quiet."}';
const STREAM = 'data: {"choices":[{"delta":{"content":"x"}}]}\n\n';
const COUNTS = 'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":1}}\n\n';

/**
 * Chat as most servers do it: streams on request, with counts at the end of a stream on request.
 */
const chat = ({ body }: Call): Answer => {
  const { stream, stream_options: options } = body as Record<string, unknown>;
  return stream === true
    ? { sse: `${STREAM}${options === undefined ? "" : COUNTS}data: [DONE]\n\n` }
    : { json: chatCompletion(FITTING) };
};
const models =
  (entry: object, id = "qwen") =>
  () => ({ json: { object: "list", data: [{ id, object: "model", ...entry }] } });
const embeds = (dimension: number) => () => ({
  json: { data: [{ index: 0, embedding: Array.from({ length: dimension }, () => 0.5) }] },
});

test("reads vLLM's context from its models, and adapter loading from its route", async () => {
  const vllm: Routes = {
    "POST /v1/chat/completions": chat,
    "GET /v1/models": models({ owned_by: "vllm", max_model_len: 32_768 }),
  };
  const plain = await imitate(vllm);
  expect(plain.result).toMatchObject({
    ok: true,
    models: ["qwen"],
    capabilities: {
      maxContext: 32_768,
      lora: false,
      streaming: true,
      streamUsage: true,
      embeddings: false,
      embeddingDimension: null,
    },
  });
  // No loadable adapter is ever named.
  const bodies: unknown[] = [];
  const allowed = await imitate({
    ...vllm,
    "POST /v1/load_lora_adapter": ({ body }) => (
      bodies.push(body),
      { status: 400, json: { error: { message: "Input should be a valid dictionary" } } }
    ),
  });
  expect(allowed.result).toMatchObject({ ok: true, capabilities: { lora: true } });
  expect(bodies).toEqual([[]]);
});

test("leaves adapter loading unknown where a server refuses every unknown address", async () => {
  const refuse = (): Answer => ({ status: 400, json: { error: { message: "no such route" } } });
  const { result } = await imitate({
    "POST /v1/chat/completions": chat,
    "POST /v1/load_lora_adapter": refuse,
    "POST /v1/no_such_route": refuse,
  });
  expect(result).toMatchObject({
    ok: true,
    models: [],
    capabilities: { lora: null, maxContext: null },
  });
});

test("reads adapter loading of SGLang from its settings", async () => {
  const sglang: Routes = {
    "POST /v1/chat/completions": chat,
    "GET /v1/models": models({ owned_by: "sglang", max_model_len: 8_192 }),
    "POST /v1/load_lora_adapter": () => ({ status: 400, json: {} }),
  };
  const on = await imitate({
    ...sglang,
    "GET /get_server_info": () => ({ json: { enable_lora: true, max_running_requests: 128 } }),
  });
  expect(on.result).toMatchObject({ capabilities: { maxContext: 8_192, lora: true } });
  const off = await imitate({
    ...sglang,
    "GET /get_server_info": () => ({ json: { enable_lora: false } }),
  });
  expect(off.result).toMatchObject({ capabilities: { lora: false } });
});

test("reads the context of one call from llama.cpp, not the trained context", async () => {
  const { result } = await imitate({
    "POST /v1/chat/completions": chat,
    "GET /v1/models": models({ owned_by: "llamacpp", meta: { n_ctx_train: 131_072 } }),
    "GET /props": () => ({
      json: { default_generation_settings: { n_ctx: 8_192 }, total_slots: 4 },
    }),
  });
  expect(result).toMatchObject({ ok: true, capabilities: { maxContext: 8_192, lora: false } });
});

test("reads the loaded context from Ollama, else that of the Modelfile", async () => {
  const ollama: Routes = {
    "POST /v1/chat/completions": chat,
    "POST /v1/embeddings": embeds(4),
    "GET /v1/models": models({ owned_by: "library" }, "llama3.2:latest"),
    "POST /api/show": () => ({
      json: {
        parameters: 'stop  "<|eot|>"\nnum_ctx                        8192',
        model_info: { "llama.context_length": 131_072 },
      },
    }),
  };
  const ps = (entry: object) => ({
    ...ollama,
    "GET /api/ps": () => ({ json: { models: [{ name: "llama3.2:latest", ...entry }] } }),
  });
  expect(
    (await imitate(ps({ context_length: 4_096 }), { model: "llama3.2" })).result,
  ).toMatchObject({ capabilities: { maxContext: 4_096, embeddings: true, embeddingDimension: 4 } });
  expect((await imitate(ps({}), { model: "llama3.2" })).result).toMatchObject({
    capabilities: { maxContext: 8_192 },
  });
});

test("reads the loaded context from LM Studio", async () => {
  const entry = {
    id: "qwen",
    type: "llm",
    state: "loaded",
    max_context_length: 32_768,
    loaded_context_length: 4_096,
  };
  const { result } = await imitate({
    "POST /v1/chat/completions": chat,
    "GET /v1/models": models({ owned_by: "organization_owner" }),
    "GET /api/v0/models": () => ({ json: { object: "list", data: [entry] } }),
    // It answers every address with 200.
    "POST /v1/load_lora_adapter": () => ({ json: { error: "Unexpected endpoint or method." } }),
  });
  expect(result).toMatchObject({ ok: true, capabilities: { maxContext: 4_096, lora: false } });
});

test("reads contexts from OpenRouter's list of models", async () => {
  const { result } = await imitate(
    {
      "POST /api/v1/chat/completions": chat,
      "GET /api/v1/models": models({ context_length: 40_960, pricing: { prompt: "0.00000005" } }),
    },
    { path: "/api/v1" },
  );
  expect(result).toMatchObject({ ok: true, capabilities: { maxContext: 40_960 } });
});

test("calls Azure under its own path, the deployment as the model", async () => {
  const asks: Call[] = [];
  const azureChat = (call: Call): Answer => {
    asks.push(call);
    if (call.headers.authorization !== "Bearer azure-key")
      return { status: 401, json: { error: { code: "401", message: "Access denied" } } };
    const sent = call.body as Record<string, unknown>;
    if ("max_tokens" in sent)
      return {
        status: 400,
        json: {
          error: {
            message:
              "Unsupported parameter: 'max_tokens' is not supported with this model. Use " +
              "'max_completion_tokens' instead.",
            code: "unsupported_parameter",
          },
        },
      };
    return sent.model === "my-deployment"
      ? chat(call)
      : {
          status: 404,
          json: {
            error: { code: "DeploymentNotFound", message: "The API deployment does not exist" },
          },
        };
  };
  const azure: Routes = {
    "POST /openai/v1/chat/completions": azureChat,
    "GET /openai/v1/models": models(
      { owned_by: "system", status: "succeeded" },
      "gpt-4o-mini-2024-07-18",
    ),
  };
  const { result, asked } = await imitate(azure, {
    path: "/openai/v1",
    model: "my-deployment",
    apiKey: "azure-key",
  });
  expect(result).toMatchObject({
    ok: true,
    capabilities: { chat: true, jsonSchema: true, maxContext: null, streaming: true },
  });
  expect(asks.length).toBeGreaterThan(1);
  expect(asked.every((at) => at.startsWith("GET /openai/") || at.startsWith("POST /openai/"))).toBe(
    true,
  );
  const unknown = await imitate(azure, {
    path: "/openai/v1",
    model: "gpt-4o-mini",
    apiKey: "azure-key",
  });
  expect(unknown.result).toMatchObject({ ok: false, fault: "noModel" });
});

test("makes no server-specific requests to a hosted API without details", async () => {
  const { result, asked } = await imitate({
    "POST /v1/chat/completions": chat,
    "GET /v1/models": models({ owned_by: "system" }),
  });
  expect(result).toMatchObject({ capabilities: { maxContext: null } });
  expect(asked.filter((at) => at.includes("/api/") || at.includes("/props"))).toEqual([]);
});

test("reports streams without usage, also where the server refuses the option", async () => {
  const without = await imitate({
    "POST /v1/chat/completions": ({ body }) =>
      (body as Record<string, unknown>).stream === true
        ? { sse: STREAM }
        : { json: chatCompletion(FITTING) },
  });
  expect(without.result).toMatchObject({ capabilities: { streaming: true, streamUsage: false } });
  const refusing = await imitate({
    "POST /v1/chat/completions": (call) =>
      "stream_options" in (call.body as object)
        ? { status: 400, json: { error: { message: "unknown field stream_options" } } }
        : chat(call),
  });
  expect(refusing.result).toMatchObject({ capabilities: { streaming: true, streamUsage: false } });
});

test("reads answers and embeddings as runs do, even if the server always streams", async () => {
  const events = FITTING.match(/.{1,9}/g)?.map(
    (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
  );
  const { result } = await imitate({
    "POST /v1/chat/completions": () => ({ sse: `${events?.join("") ?? ""}data: [DONE]\n\n` }),
    "POST /v1/embeddings": () => ({ json: { data: [{ embedding: [0.5, 0.5] }] } }),
  });
  expect(result).toMatchObject({
    ok: true,
    answer: FITTING,
    capabilities: { jsonSchema: true, embeddings: true, embeddingDimension: 2 },
  });
});

test("leaves embeddings unknown where the server limits the rate of calls", async () => {
  const limiting = (status: number) =>
    imitate({
      "POST /v1/chat/completions": chat,
      "POST /v1/embeddings": () => ({ status, json: { error: { message: "no" } } }),
    });
  expect((await limiting(429)).result).toMatchObject({ capabilities: { embeddings: null } });
  expect((await limiting(500)).result).toMatchObject({ capabilities: { embeddings: false } });
});

test("fails with the message of an error in a successful response", async () => {
  const error = { message: "No auth credentials found", code: 401 };
  const { result } = await imitate({ "POST /v1/chat/completions": () => ({ json: { error } }) });
  expect(result).toMatchObject({
    ok: false,
    fault: "unauthorised",
    message: expect.stringContaining("No auth credentials found"),
  });
});

test("recognises the demo model also in a failed probe", async () => {
  const { result } = await imitate({
    "POST /v1/chat/completions": () => ({ status: 503, json: { error: { message: "busy" } } }),
    "GET /v1/models": models({ owned_by: "microcosm" }),
  });
  expect(result).toMatchObject({ ok: false, fault: "serverError", isDemo: true });
});

test("only lists the server's models where no model is chosen", async () => {
  const { result, asked } = await imitate(
    { "GET /v1/models": models({ owned_by: "vllm" }) },
    { model: "" },
  );
  expect(result).toMatchObject({
    ok: false,
    fault: "noModel",
    models: ["qwen"],
    message: expect.stringContaining("Choose one of its models. It offers: qwen."),
  });
  expect(asked).toEqual(["GET /v1/models"]);
});
