import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isForwarded, mayReadMetrics, ACCESS_DENIED } from "./access";
import type { Metrics } from "./registry";

export type MetricsAddress = {
  readonly port: number;
  readonly host: string;
  readonly token: string | undefined;
};

type Log = (message: string, details: Readonly<Record<string, unknown>>) => void;

const PLAIN_TEXT = "text/plain; charset=utf-8";
/** Time-out of a scrape in milliseconds; the scraper gives up, too. */
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Serves `GET /metrics` until closed. Only logs a port that is taken: missing metrics must not stop
 * the program.
 */
export function serveMetrics(
  metrics: Pick<Metrics, "text" | "contentType">,
  { port, host, token }: MetricsAddress,
  log: Log,
): Promise<{ close(): void }> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    if (
      request.method !== "GET" ||
      new URL(request.url ?? "/", "http://metrics").pathname !== "/metrics"
    )
      return void send(404, PLAIN_TEXT, "Metrics are at /metrics.\n");
    const peer = {
      address: request.socket.remoteAddress ?? null,
      isForwarded: isForwarded(request.headers),
    };
    if (!mayReadMetrics(token, request.headers.authorization, peer))
      return void send(403, PLAIN_TEXT, ACCESS_DENIED);
    send(200, metrics.contentType, await metrics.text());
  };
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log("metrics could not be collected", { error: String(error) });
      response.destroy();
    });
  });
  server.unref();
  return new Promise((resolve) => {
    const close = (): void => {
      server.close();
      server.closeAllConnections();
    };
    server.on("error", (error) => {
      log("metrics are not served", { host, port, error: error.message });
      resolve({ close });
    });
    server.listen(port, host, () => {
      log("metrics are served", {
        host,
        port: (server.address() as { port: number }).port,
        path: "/metrics",
      });
      resolve({ close });
    });
  });
}
