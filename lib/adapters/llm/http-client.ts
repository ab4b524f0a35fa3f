import { type Dispatcher, Pool } from "undici";
import type { ModelTarget } from "@/lib/services/models/ports";
import { decompress, encodingsOf } from "./decompress";
import { isEventStream } from "./event-stream";
import { isMetadataHost } from "@/lib/domain/internet/metadata-address";
import { ForbiddenAddressError, lookupPermitted } from "./lookup-permitted";
import { errorCodeOf, HttpStatusFailure, CallTimeoutError, TransportFailure } from "./http-failure";
import { decodeText, parseServerJson } from "./server-text";

/**
 * Maximum size of an answer in bytes, compressed or not: an endless answer must not fill the
 * memory.
 */
const MAX_ANSWER_BYTES = 16_000_000;

/** The time-out of the whole answer, and the signal that aborts the call before. */
export type CallLimits = {
  readonly timeoutMs: number;
  /** Used by this call alone: its listener is not removed again. */
  readonly signal?: AbortSignal;
};

/**
 * Keep-alive connections to one OpenAI-compatible server, with its key. Calls take paths relative
 * to the base address, or absolute addresses of the same server. They resolve with the body, parsed
 * where the server declares it as JSON, else as text; they follow no redirect; they reject with
 * `HttpStatusFailure`, `TransportFailure`, `TimedOut`, `UnreadableReply` (compression),
 * `SyntaxError` or the signal's reason. Does not use the OpenAI SDK, whose retries, logs and
 * headers are not needed here: at 300 calls a second it took as much processor time as the rest of
 * a decision.
 */
export class HttpClient {
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #postHeaders: Readonly<Record<string, string>>;
  /** Addresses without a name are not looked up. */
  readonly #isForbidden: boolean;

  /** Opens connections as calls need them; the policy bounds their number. */
  constructor({ baseUrl, apiKey }: Pick<ModelTarget, "baseUrl" | "apiKey">) {
    const { origin, pathname, hostname } = new URL(baseUrl);
    this.#isForbidden = isMetadataHost(hostname);
    this.#pool = new Pool(origin, {
      connections: null,
      connect: { lookup: lookupPermitted },
      // The time-out of the call covers all of it; a slow model may be silent for minutes.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
    this.#basePath = pathname.replace(/\/+$/, "");
    // Decompressing costs time. Servers that compress all the same are understood.
    this.#headers = {
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "Microcosm",
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
    };
    this.#postHeaders = { ...this.#headers, "content-type": "application/json" };
  }

  get(address: string, limits: CallLimits): Promise<unknown> {
    return this.#call(
      { method: "GET", path: this.#pathOf(address), headers: this.#headers },
      limits,
    );
  }

  post(address: string, body: unknown, limits: CallLimits): Promise<unknown> {
    return this.postJson(address, JSON.stringify(body), limits);
  }

  /** As `post`, with the body as JSON. */
  postJson(address: string, body: string, limits: CallLimits): Promise<unknown> {
    return this.#call(
      { method: "POST", path: this.#pathOf(address), headers: this.#postHeaders, body },
      limits,
    );
  }

  /** Calls in flight end first. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  #pathOf(address: string): string {
    if (address.startsWith("/")) return this.#basePath + address;
    const { pathname, search } = new URL(address);
    return pathname + search;
  }

  #call(options: Dispatcher.DispatchOptions, limits: CallLimits): Promise<unknown> {
    if (this.#isForbidden) {
      const error = new ForbiddenAddressError();
      return Promise.reject(new TransportFailure(error.code, error));
    }
    return new Promise(
      (resolve, reject) =>
        void this.#pool.dispatch(options, new ResponseHandler(resolve, reject, limits)),
    );
  }
}

/**
 * A call in flight. A handler class, because undici's streams of a few hundred bytes cost more than
 * the rest of a call.
 */
class ResponseHandler implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Headers = {};
  readonly #chunks: Buffer[] = [];
  #over = false;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly resolve: (body: unknown) => void,
    private readonly reject: (reason: unknown) => void,
    { timeoutMs, signal }: CallLimits,
  ) {
    this.#timer = setTimeout(() => this.#fail(new CallTimeoutError()), timeoutMs);
    if (signal?.aborted) this.#fail(signal.reason);
    else signal?.addEventListener("abort", () => this.#fail(signal.reason), { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Abandoned while it waited for its connection.
    if (this.#over) controller.abort(new CallTimeoutError());
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (!this.#end()) return;
    const sent =
      this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const encodings = encodingsOf(firstValue(this.#headers["content-encoding"]), sent);
    if (encodings.length === 0) return this.#settle(sent);
    decompress(sent, encodings, MAX_ANSWER_BYTES).then(
      (bytes) => this.#settle(bytes),
      // The status of a refusal says enough without its body.
      (error: unknown) => (this.#status > 299 ? this.#settle(Buffer.alloc(0)) : this.reject(error)),
    );
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#end()) this.reject(new TransportFailure(errorCodeOf(error), error));
  }

  #settle(bytes: Buffer): void {
    try {
      this.resolve(this.#read(decodeText(bytes)));
    } catch (error) {
      this.reject(error);
    }
  }

  #read(text: string): unknown {
    if (this.#status > 299)
      throw new HttpStatusFailure(this.#status, text, refusalHeaders(this.#headers));
    const isJson = /\bjson\b/i.test(firstValue(this.#headers["content-type"]) ?? "");
    return isJson && !isEventStream(text) ? parseServerJson(text) : text;
  }

  #fail(reason: unknown): void {
    if (!this.#end()) return;
    this.#controller?.abort(new CallTimeoutError());
    this.reject(reason);
  }

  /** @returns whether it was still in flight */
  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    clearTimeout(this.#timer);
    return true;
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const firstValue = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** The relevant headers of a refusal. */
function refusalHeaders(headers: Headers): HttpStatusFailure["headers"] {
  const retryAfter = firstValue(headers["retry-after"]);
  const retryAfterMs = firstValue(headers["retry-after-ms"]);
  const location = firstValue(headers.location);
  return {
    ...(retryAfter !== undefined && { retryAfter }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(location !== undefined && { location }),
  };
}
