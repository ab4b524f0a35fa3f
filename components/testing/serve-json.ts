import type { ErrorCode, Problem } from "@/lib/contracts/errors";

export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly body: unknown;
}

type Handler = (request: ServedRequest) => unknown;

/** What one test serves and is asked for. Requests keep to the session in which they started. */
interface Session {
  readonly routes: Readonly<Record<string, unknown>>;
  readonly requests: ServedRequest[];
  readonly unexpected: string[];
}
const startSession = (routes: Session["routes"] = {}): Session => ({
  routes,
  requests: [],
  unexpected: [],
});
let session = startSession();

/** Ends the session of a test. Returns the requests that no route answered. */
export function stopServing(): readonly string[] {
  const { unexpected } = session;
  session = startSession();
  return unexpected;
}

/** An answer other than 200, for a route of `serveJson`. */
export const answer = (status: number, body: unknown): Response => Response.json(body, { status });

/** A refusal as the API words it: a problem document. */
export const refusal = (
  status: number,
  code: ErrorCode,
  title: string,
  problems: readonly Problem[] = [],
): Response => answer(status, { type: `urn:microcosm:${code}`, code, status, title, problems });

/** An answer that never comes, to see how a component waits. */
export const pending = (): Promise<never> => new Promise(() => undefined);

/** A server that cannot be reached. */
export const unreachable = (): never => {
  throw new TypeError("fetch failed");
};

/**
 * Answers `fetch` until the end of this test. Keys are "METHOD /path" without the query, with `*`
 * for one segment; values are the JSON to answer or a function of the request (`answer` and
 * `refusal` make others than 200). Requests without a route fail the test.
 * @returns the requests so far, in order
 */
export function serveJson(served: Readonly<Record<string, unknown>>): ServedRequest[] {
  session = startSession(served);
  return session.requests;
}

/** Stands in for `fetch`, installed before any module can keep the real one. */
export async function servedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  init?.signal?.throwIfAborted();
  const { routes, requests, unexpected } = session;
  const request = await readRequest(input, init);
  requests.push(request);
  const key = Object.keys(routes).find((route) => matches(route, request));
  if (key === undefined) {
    unexpected.push(`${request.method} ${request.path}`);
    return answer(404, {});
  }
  const route = routes[key];
  const body: unknown = typeof route === "function" ? await (route as Handler)(request) : route;
  init?.signal?.throwIfAborted();
  return body instanceof Response ? body.clone() : answer(200, body);
}

async function readRequest(input: RequestInfo | URL, init?: RequestInit): Promise<ServedRequest> {
  const url = new URL(input instanceof Request ? input.url : input, window.location.origin);
  const method = init?.method ?? (input instanceof Request ? input.method : "GET");
  const text =
    input instanceof Request ? await input.clone().text() : await new Response(init?.body).text();
  return {
    method: method.toUpperCase(),
    path: url.pathname,
    search: url.searchParams,
    body: text === "" ? undefined : parseJson(text),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function matches(route: string, { method, path }: ServedRequest): boolean {
  const [routeMethod, routePath = ""] = route.split(" ");
  const wanted = routePath.split("/");
  const segments = path.split("/");
  return (
    routeMethod === method &&
    wanted.length === segments.length &&
    wanted.every((segment, at) => segment === "*" || segment === segments[at])
  );
}
