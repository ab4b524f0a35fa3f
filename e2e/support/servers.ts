import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on this machine with one fault. */
export type FaultyServer = { readonly baseUrl: string; close(): Promise<void> };

async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FaultyServer> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Rejects the key. */
export const startUnauthorizedServer = (): Promise<FaultyServer> =>
  startServer((_request, response) => {
    response.writeHead(401, { "content-type": "application/json" }).end(
      JSON.stringify({
        error: {
          message: "Incorrect API key provided",
          type: "invalid_request_error",
          code: "invalid_api_key",
        },
      }),
    );
  });

/** Returns a web page in place of an API response. */
export const startHtmlServer = (): Promise<FaultyServer> =>
  startServer((_request, response) => {
    response
      .writeHead(200, { "content-type": "text/html" })
      .end("<!doctype html><title>Welcome to nginx</title><h1>Welcome</h1>");
  });

/**
 * Behaves like a vLLM server with one model: answers the test question, streams, reports its
 * context length.
 */
export const startVllmServer = (model: string): Promise<FaultyServer> =>
  startServer((request, response) => {
    const json = (status: number, body: object): void =>
      void response
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify(body));
    if (request.url === "/v1/models")
      return json(200, {
        object: "list",
        data: [{ id: model, owned_by: "vllm", max_model_len: 32_768 }],
      });
    if (request.url !== "/v1/chat/completions") return json(404, { detail: "Not Found" });
    const message = { role: "assistant", content: '{"hue":"teal","tally":7,"remark":"Quiet."}' };
    json(200, {
      model,
      choices: [{ index: 0, message, finish_reason: "stop" }],
      usage: { prompt_tokens: 12, completion_tokens: 9 },
    });
  });
