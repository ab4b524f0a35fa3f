import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { mayReadMetrics, ACCESS_DENIED } from "@/lib/adapters/metrics/access";
import { findPeer } from "@/lib/adapters/metrics/peers";
import type { Metrics } from "@/lib/adapters/metrics/registry";
import { serveMetrics } from "@/lib/adapters/metrics/serve-metrics";
import type { Log } from "@/lib/adapters/log/log";
import type { Env } from "@/lib/config/env";
import type { ModelPool } from "@/lib/services/models/ports";
import { Heartbeat } from "@/lib/services/processes/heartbeat";
import type { ProcessStore } from "@/lib/services/processes/ports";

/** How a process reports on itself: its heartbeat row and its metrics. */
export type Monitoring = {
  /** Reports regularly, until `stop`, that this process is alive and which roles it has. */
  announce(roles: readonly string[]): { stop(): Promise<void> };
  /** Serves metrics where METRICS_PORT says so, until `close`. */
  serveMetrics(): Promise<{ close(): void }>;
  /** Answers a scrape that reaches the app as a request. */
  scrape(request: Request): Promise<Response>;
};

type Sources = {
  readonly program: string;
  readonly env: Pick<Env, "METRICS_PORT" | "METRICS_HOST" | "METRICS_TOKEN">;
  readonly processes: ProcessStore;
  readonly pool: ModelPool;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly hasTrustedHost: (request: Request) => boolean;
};

const NO_STORE = { "cache-control": "no-store" };

export function openMonitoring({
  program,
  env,
  processes,
  pool,
  metrics,
  log,
  hasTrustedHost,
}: Sources): Monitoring {
  const startedAt = new Date();
  return {
    announce(roles) {
      const heartbeat = new Heartbeat(
        {
          processes,
          pool,
          log,
          elapsed: () => performance.now(),
          now: () => new Date(),
          memory: () => process.memoryUsage.rss(),
        },
        { id: randomUUID(), program, host: hostname(), pid: process.pid, roles, startedAt },
      );
      heartbeat.start();
      return heartbeat;
    },
    serveMetrics: async () =>
      env.METRICS_PORT === undefined
        ? { close: () => undefined }
        : serveMetrics(
            metrics,
            { port: env.METRICS_PORT, host: env.METRICS_HOST, token: env.METRICS_TOKEN },
            log,
          ),
    async scrape(request) {
      const { headers } = request;
      const isAllowed =
        mayReadMetrics(env.METRICS_TOKEN, headers.get("authorization"), findPeer(headers)) &&
        // Prometheus asks for any name, with the token; without, a page in a browser on this
        // machine may ask, under a name that resolves to it.
        (env.METRICS_TOKEN !== undefined || hasTrustedHost(request));
      if (!isAllowed) return new Response(ACCESS_DENIED, { status: 403, headers: NO_STORE });
      return new Response(await metrics.text(), {
        headers: { "content-type": metrics.contentType, ...NO_STORE },
      });
    },
  };
}
