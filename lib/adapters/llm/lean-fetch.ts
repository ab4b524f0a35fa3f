import { Pool } from "undici";
import { errorCodeOf, HttpStatusFailure, TransportFailure } from "./http-failure";

/** Longest answer that is read, in bytes: a server that never stops must not fill the memory. */
const MAX_ANSWER_BYTES = 16_000_000;

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A response whose body has been read already: making streams of a few hundred bytes is most of what fetch costs. */
class ReadResponse extends Response {
  readonly #text: string;
  constructor(text: string, status: number, contentType: string) {
    super(null, { status, headers: { "content-type": contentType } });
    this.#text = text;
  }
  override text(): Promise<string> {
    return Promise.resolve(this.#text);
  }
  override async json(): Promise<unknown> {
    return JSON.parse(this.#text);
  }
}

const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** Keep-alive connections to one origin, and a `fetch` over them for the SDK. */
export type Connections = { readonly fetch: Fetch; close(): Promise<void> };

/**
 * Opens connections to the origin of `baseUrl` as they are needed; the policy bounds their number. The fetch
 * reads the whole body before it resolves, so that the caller's time-out covers it, follows no redirect, and rejects with
 * `HttpStatusFailure` or `TransportFailure`; an abort keeps its own error.
 */
export function openConnections(baseUrl: string): Connections {
  const pool = new Pool(new URL(baseUrl).origin, {
    connections: null,
    // The caller's time-out covers the whole call; a slow model may be silent for minutes.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: MAX_ANSWER_BYTES,
  });

  const fetch: Fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const signal = init.signal ?? undefined;
    try {
      const { statusCode, headers, body } = await pool.request({
        path: url.pathname + url.search,
        method: init.method === "POST" ? "POST" : "GET",
        headers: new Headers(init.headers),
        body: typeof init.body === "string" ? init.body : null,
        ...(signal && { signal }),
      });
      const text = await body.text();
      if (statusCode < 200 || statusCode > 299) {
        const retryAfter = first(headers["retry-after"]);
        const retryAfterMs = first(headers["retry-after-ms"]);
        const location = first(headers.location);
        throw new HttpStatusFailure(statusCode, text, {
          ...(retryAfter !== undefined && { retryAfter }),
          ...(retryAfterMs !== undefined && { retryAfterMs }),
          ...(location !== undefined && { location }),
        });
      }
      return new ReadResponse(text, 200, first(headers["content-type"]) ?? "");
    } catch (error) {
      if (error instanceof HttpStatusFailure || signal?.aborted) throw error;
      throw new TransportFailure(errorCodeOf(error), error);
    }
  };

  return { fetch, close: () => pool.close() };
}
