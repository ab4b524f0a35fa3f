import { join } from "node:path";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "@/lib/adapters/db/embedded-postgres";

const CHECK_INTERVAL_MS = 250;
const CHECKS_PER_LOG_TRIM = 240;
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000];

/** Events of the supervised embedded server. `up` carries its URL, which may have changed. */
export type DatabaseEvent =
  | { state: "down" }
  | { state: "up"; url: string; moved: boolean }
  | { state: "failing"; error: unknown; retryInMs: number };

export interface SupervisedPostgres {
  readonly server: EmbeddedPostgres;
  stop(): Promise<void>;
}

/**
 * Starts an embedded server and restarts it when it dies, on the same port if that is still free.
 */
export async function supervisePostgres(
  dataDir: string,
  log: (line: string) => void,
  onEvent: (event: DatabaseEvent) => void,
): Promise<SupervisedPostgres> {
  const folder = join(dataDir, "postgres");
  let server = await startEmbeddedPostgres({ folder, log });
  let stopped = false;
  let looks = 0;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let pass: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    if (++looks % CHECKS_PER_LOG_TRIM === 0) server.boundLog();
    if (server.alive()) return schedule(CHECK_INTERVAL_MS);
    if (failures === 0) onEvent({ state: "down" });
    try {
      const before = server.url;
      server = await startEmbeddedPostgres({ folder, log, preferredPort: server.port });
      failures = 0;
      if (!stopped) onEvent({ state: "up", url: server.url, moved: server.url !== before });
      schedule(CHECK_INTERVAL_MS);
    } catch (error) {
      const retryInMs = RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)] ?? CHECK_INTERVAL_MS;
      if (!stopped) onEvent({ state: "failing", error, retryInMs });
      schedule(retryInMs);
    }
  };
  const schedule = (ms: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      pass = look();
    }, ms);
  };
  schedule(CHECK_INTERVAL_MS);

  return {
    get server() {
      return server;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await pass;
      await server.stop();
    },
  };
}
