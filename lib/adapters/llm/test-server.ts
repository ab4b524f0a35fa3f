import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** The response of a test's server to one call; `at` counts the chat calls from 1. */
export type CallHandler = (call: {
  readonly body: unknown;
  /** The body as received. */
  readonly sent: string;
  readonly at: number;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}) => void;

export type TestServer = {
  readonly baseUrl: string;
  readonly bodies: unknown[];
  readonly keys: (string | undefined)[];
  close(): Promise<void>;
};

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** A chat completion as an OpenAI-compatible server sends it. */
export const chatCompletion = (
  content: string | null,
  more: { message?: object; usage?: object | null; finish?: string } = {},
): object => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "tiny",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content, ...more.message },
      finish_reason: more.finish ?? "stop",
    },
  ],
  ...(more.usage !== null && {
    usage: more.usage ?? { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 },
  }),
});

/**
 * A real HTTP server on loopback that offers the model `tiny` and answers calls of one path with
 * the given behaviour, by default chat calls.
 */
export async function startTestServer(
  behave: CallHandler,
  path = "/v1/chat/completions",
): Promise<TestServer> {
  const bodies: unknown[] = [];
  const keys: (string | undefined)[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await text(request);
    if (request.url?.endsWith("/v1/models"))
      return sendJson(response, 200, {
        object: "list",
        data: [{ id: "tiny", object: "model", owned_by: "lab" }],
      });
    if (!request.url?.endsWith(path))
      return sendJson(response, 404, { error: { message: "no such path" } });
    const body: unknown = JSON.parse(sent);
    bodies.push(body);
    keys.push(request.headers.authorization);
    behave({ body, sent, at: bodies.length, request, response });
  };
  // Never closes an idle connection: a client might reuse it at that very moment.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    bodies,
    keys,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
