import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { ApiError } from "./api-error";
import { handleChat } from "./chat";
import { handleEmbeddings } from "./embed-endpoint";
import { NOTICE, reset, send, sendError } from "./http";
import { Instance } from "./instance";
import { describeModel, MODEL, MODEL_LIST } from "./models";
import { parseSegment, parseSettings, SettingsError, type Settings } from "./settings";

export interface DemoModelOptions {
  /** 0 (default) chooses a free port. */
  readonly port?: number;
  readonly host?: string;
  /** When set, requests need `Authorization: Bearer <key>`. */
  readonly apiKey?: string;
  /** Settings for base paths without `/with/…`. */
  readonly settings?: Settings;
}

export interface DemoModel {
  /** Base URL for clients: `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const MAX_INSTANCES = 1_000;

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

class Router {
  readonly #root: Instance;
  readonly #instances = new Map<string, Instance>();
  readonly #key: Buffer | null;

  constructor(
    settings: Settings,
    apiKey: string | undefined,
    readonly onRootDeath: (reviveAfter: number | undefined) => void,
  ) {
    this.#root = new Instance(settings);
    this.#key = apiKey === undefined ? null : digest(apiKey);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const guard = (work: () => void) => {
      try {
        work();
      } catch (error) {
        this.#fail(error, response);
      }
    };
    guard(() => {
      const { instance, path } = this.#locate(request.url ?? "/");
      if (instance.isDead) return reset(response);
      this.#route(instance, path, request, response, guard);
    });
  }

  #fail(error: unknown, response: ServerResponse): void {
    if (error instanceof ApiError) return sendError(response, error);
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`demo model: ${message}\n`);
    sendError(
      response,
      new ApiError(500, "The demo model failed; see its log.", { type: "server_error" }),
    );
  }

  #locate(url: string): { instance: Instance; path: string } {
    const query = url.indexOf("?");
    const path = query < 0 ? url : url.slice(0, query);
    if (!path.startsWith("/with/")) return { instance: this.#root, path };
    const end = path.indexOf("/", 6);
    const segment = end < 0 ? path.slice(6) : path.slice(6, end);
    return { instance: this.#instance(segment), path: end < 0 ? "/" : path.slice(end) };
  }

  #instance(segment: string): Instance {
    const known = this.#instances.get(segment);
    if (known) return known;
    if (this.#instances.size >= MAX_INSTANCES)
      throw new ApiError(400, `More than ${MAX_INSTANCES} different base paths.`);
    try {
      const instance = new Instance(parseSegment(decodeURIComponent(segment)));
      this.#instances.set(segment, instance);
      return instance;
    } catch (error) {
      if (error instanceof SettingsError)
        throw new ApiError(400, error.message, { param: error.setting });
      if (error instanceof URIError)
        throw new ApiError(400, "The base path is not valid percent-encoding.");
      throw error;
    }
  }

  #route(
    instance: Instance,
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    guard: (work: () => void) => void,
  ): void {
    switch (path) {
      case "/v1/chat/completions":
      case "/v1/embeddings": {
        this.#method(request, "POST");
        this.#authorise(request);
        if (instance.countTowardsDeath()) {
          if (instance === this.#root) this.onRootDeath(instance.settings.reviveAfter);
          return reset(response);
        }
        instance.beginRequest();
        response.on("close", () => {
          instance.endRequest();
          if (!response.writableFinished) instance.counts.cancelled++;
          else if (response.statusCode >= 400) instance.counts.errors++;
        });
        return path === "/v1/embeddings"
          ? handleEmbeddings(instance, request, response, guard)
          : handleChat(instance, request, response, guard);
      }
      case "/v1/models":
        this.#method(request, "GET");
        this.#authorise(request);
        return send(response, { status: 200, body: MODEL_LIST });
      case "/health":
      case "/v1/health":
        return send(response, {
          status: 200,
          body: JSON.stringify({ status: "ok", model: MODEL, description: NOTICE }),
        });
      case "/stats":
      case "/v1/stats":
        if (request.method === "DELETE") instance.reset();
        else this.#method(request, "GET");
        return send(response, { status: 200, body: JSON.stringify(this.#stats(instance)) });
      default:
        if (path.startsWith("/v1/models/")) {
          this.#method(request, "GET");
          this.#authorise(request);
          return send(response, {
            status: 200,
            body: describeModel(decodeURIComponent(path.slice("/v1/models/".length))),
          });
        }
        throw new ApiError(404, `Unknown request URL: ${request.method ?? ""} ${path}.`, {
          code: "unknown_url",
        });
    }
  }

  #stats(instance: Instance): Record<string, unknown> {
    if (instance !== this.#root) return instance.stats();
    return {
      ...instance.stats(),
      instances: Object.fromEntries(
        [...this.#instances].map(([segment, one]) => [segment, one.stats()]),
      ),
    };
  }

  #method(request: IncomingMessage, method: string): void {
    if (request.method !== method)
      throw new ApiError(405, `Not allowed to ${request.method ?? "?"} on this URL.`, {
        headers: { allow: method },
      });
  }

  #authorise(request: IncomingMessage): void {
    if (this.#key === null) return;
    const header = request.headers.authorization ?? "";
    const given = header.startsWith("Bearer ") ? header.slice(7) : "";
    // Digests have equal lengths, as the constant-time comparison requires.
    if (!timingSafeEqual(digest(given), this.#key)) {
      const message =
        given === "" ? "You didn't provide an API key." : "Incorrect API key provided.";
      throw new ApiError(401, message, { code: "invalid_api_key" });
    }
  }
}

/**
 * Starts the demo model and resolves when it listens. Rejects as `listen` does (a taken port, an
 * unknown host). `close` ends every connection, answered or not.
 */
export async function startDemoModel(options: DemoModelOptions = {}): Promise<DemoModel> {
  const host = options.host ?? "127.0.0.1";
  const listening = { port: options.port ?? 0 };
  let restartTimer: NodeJS.Timeout | undefined;
  const router = new Router(
    options.settings ?? parseSettings([]),
    options.apiKey,
    (reviveAfter) => {
      server.close();
      // In the next turn, so that the request that found it dead is reset like all others.
      setImmediate(() => server.closeAllConnections());
      if (reviveAfter !== undefined)
        restartTimer = setTimeout(() => server.listen(listening.port, host), reviveAfter);
    },
  );
  const server = createServer(
    { keepAliveTimeout: 120_000, requestTimeout: 0, headersTimeout: 60_000 },
    (request, response) => router.handle(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: listening.port, host, backlog: 4_096 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  server.on("error", (error) => process.stderr.write(`demo model: ${error.message}\n`));
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("the demo model listens on no port");
  const { port } = address;
  listening.port = port;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${port}/v1`,
    port,
    close: () =>
      new Promise((resolve) => {
        clearTimeout(restartTimer);
        if (!server.listening) return resolve();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
