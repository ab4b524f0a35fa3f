import { readdirSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline, Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Container } from "@/lib/container";
import { recordPeers, refuseMalformedPaths } from "@/lib/container/note-peers";

const API = fileURLToPath(new URL("../..", import.meta.url));

type Handler = (
  request: Request,
  context: { readonly params: Promise<Record<string, string | string[]>> },
) => Promise<Response>;

export type ApiRoute = {
  /** `/api/runs/[id]`. */
  readonly path: string;
  readonly handlers: Readonly<Record<string, Handler>>;
};

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Lists the routes of the API as the framework finds them: by their files. */
async function findApiRoutes(): Promise<ApiRoute[]> {
  const files = readdirSync(API, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.ts$/.test(file) && !file.startsWith("_"))
    .toSorted();
  return Promise.all(
    files.map(async (file) => {
      const { href } = pathToFileURL(join(API, file));
      const exported = (await import(href)) as Record<string, Handler>;
      return {
        path: `/api/${file.replace(/\/?route\.ts$/, "")}`,
        handlers: Object.fromEntries(
          Object.entries(exported).filter(([name]) => METHODS.includes(name)),
        ),
      };
    }),
  );
}

type Match = { readonly route: ApiRoute; readonly params: Record<string, string | string[]> };

/** Matches a path with a route: fixed parts before parameters, those before the rest of a path. */
function match(routes: readonly ApiRoute[], pathname: string): Match | null {
  const parts = pathname.split("/").map(decodeURIComponent);
  const fits = routes.flatMap((route) => {
    const pattern = route.path.split("/");
    const params: Record<string, string | string[]> = {};
    const rank: number[] = [];
    for (const [index, word] of pattern.entries()) {
      const rest = /^\[\.\.\.(\w+)\]$/.exec(word)?.[1];
      if (rest !== undefined) {
        if (parts.length <= index) return [];
        params[rest] = parts.slice(index);
        return [{ route, params, rank: [...rank, 2] }];
      }
      const name = /^\[(\w+)\]$/.exec(word)?.[1];
      const part = parts[index];
      if (part === undefined || (name === undefined && part !== word)) return [];
      if (name !== undefined) params[name] = part;
      rank.push(name === undefined ? 0 : 1);
    }
    return pattern.length === parts.length ? [{ route, params, rank }] : [];
  });
  return fits.toSorted((a, b) => compareRanks(a.rank, b.rank))[0] ?? null;
}

const compareRanks = (a: readonly number[], b: readonly number[]): number =>
  a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;

function toRequest(incoming: IncomingMessage, left: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    for (const one of [value ?? []].flat()) headers.append(name, one);
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  return new Request(new URL(incoming.url ?? "/", "http://127.0.0.1"), {
    method: incoming.method ?? "GET",
    headers,
    signal: left,
    ...(hasBody && {
      body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>,
      duplex: "half" as const,
    }),
  });
}

async function answer(
  routes: readonly ApiRoute[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const found = match(routes, new URL(incoming.url ?? "/", "http://127.0.0.1").pathname);
  const handler = found?.route.handlers[incoming.method ?? ""];
  if (found === null || handler === undefined) {
    outgoing.writeHead(found === null ? 404 : 405).end();
    return;
  }
  const left = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) left.abort();
  });
  const response = await handler(toRequest(incoming, left.signal), {
    params: Promise.resolve(found.params),
  });
  const cookies = response.headers.getSetCookie();
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    ...(cookies.length > 0 && { "set-cookie": cookies }),
  });
  // Like the framework: a client who leaves cancels the body.
  if (response.body === null) outgoing.end();
  else pipeline(Readable.fromWeb(response.body as NodeReadableStream), outgoing, () => undefined);
}

/**
 * Serves the routes of the API over HTTP, with the services of a test in place of those of the
 * app's process.
 */
export async function serveApi(
  container: Container,
): Promise<{ readonly url: string; readonly routes: readonly ApiRoute[]; close(): Promise<void> }> {
  recordPeers();
  refuseMalformedPaths("/api/malformed-path");
  const before = globalThis.microcosmContainer;
  globalThis.microcosmContainer = container;
  const routes = await findApiRoutes();
  const server = createServer((incoming, outgoing) => {
    answer(routes, incoming, outgoing).catch((error: unknown) => {
      outgoing.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    routes,
    async close() {
      globalThis.microcosmContainer = before;
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
