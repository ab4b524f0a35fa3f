import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "./api-error";

export const NOTICE = "built-in demo model, not an LLM";
const MAX_BODY = 32 * 1024 * 1024;
const DRIP_STEPS = 50;

/**
 * Reads the whole body as text; does not answer when the client disconnects first.
 * @throws ApiError 413 above 32 MiB
 */
export function readBodyText(
  request: IncomingMessage,
  done: (error: ApiError | null, body: string) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let over = false;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (over) return;
    if (length > MAX_BODY) {
      over = true;
      done(new ApiError(413, "The request body is too large."), "");
    } else {
      chunks.push(chunk);
    }
  });
  request.on("end", () => {
    if (over) return;
    const only = chunks.length === 1 ? chunks[0] : undefined;
    done(null, (only ?? Buffer.concat(chunks)).toString("utf8"));
  });
}

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
  readonly headers?: Record<string, string>;
}

function headersOf(reply: Reply, bytes: number): Record<string, string | number> {
  return {
    "content-type": reply.type ?? "application/json",
    "content-length": bytes,
    "x-microcosm-demo": NOTICE,
    ...reply.headers,
  };
}

export function send(response: ServerResponse, reply: Reply): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(reply.status, headersOf(reply, Buffer.byteLength(reply.body)));
  response.end(reply.body);
}

export function sendError(response: ServerResponse, error: ApiError): void {
  send(response, {
    status: error.status,
    body: error.body,
    ...(error.details.headers ? { headers: error.details.headers } : {}),
  });
}

/** Sends the reply a few bytes at a time, over `milliseconds` in all. */
export function drip(response: ServerResponse, reply: Reply, milliseconds: number): void {
  const bytes = Buffer.from(reply.body, "utf8");
  response.writeHead(reply.status, headersOf(reply, bytes.length));
  const size = Math.max(1, Math.ceil(bytes.length / DRIP_STEPS));
  let at = 0;
  const timer = setInterval(
    () => {
      response.write(bytes.subarray(at, at + size));
      at += size;
      if (at >= bytes.length) response.end();
    },
    milliseconds / Math.ceil(bytes.length / size),
  );
  response.on("finish", () => clearInterval(timer));
  response.on("close", () => clearInterval(timer));
}

/** Resets the connection instead of closing it. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
