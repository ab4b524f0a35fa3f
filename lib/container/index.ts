import { openAuth } from "@/lib/adapters/auth/accounts";
import { openDatabase } from "@/lib/adapters/db/database";
import { processStore } from "@/lib/adapters/db/process-store";
import { openRunChanges } from "@/lib/adapters/db/run-changes";
import { countRuns } from "@/lib/adapters/db/run-counts";
import { runLeases } from "@/lib/adapters/db/run-leases";
import { findClientAddress } from "@/lib/adapters/http/client-address";
import { createModelPool } from "@/lib/adapters/llm";
import type { Log } from "@/lib/adapters/log/log";
import { meteredPool } from "@/lib/adapters/metrics/metered-ports";
import { createMetrics } from "@/lib/adapters/metrics/registry";
import { consume, type Consumers } from "@/lib/adapters/queue/consume";
import { openJobCounts } from "@/lib/adapters/queue/job-counts";
import { openJobQueue } from "@/lib/adapters/queue/job-queue";
import type { Env } from "@/lib/config/env";
import type { JobProcessor } from "@/lib/contracts/jobs";
import { countProcesses } from "@/lib/services/processes/count-processes";
import { openAdmission } from "./admission";
import { openComputation, openWorldThreads } from "./computation";
import { openLog } from "./open-log";
import { openMonitoring, type Monitoring } from "./monitoring";
import { openPasswordLimit } from "./password-limit";
import { openRequests, type Requests } from "./requests";
import { openResources } from "./resources";
import { bindServices, type Services } from "./services";

export type { Services } from "./services";
export type { Log } from "@/lib/adapters/log/log";

/** The wired services of one process. */
export type Container = Monitoring & {
  readonly services: Services;
  readonly log: Log;
  /** What every request to the app passes. */
  readonly requests: Requests;
  /** Starts to process jobs in this process. */
  consume(processors: readonly JobProcessor[]): Consumers;
  close(): Promise<void>;
};

/**
 * Wires services to adapters. Connections open at first use. `program` names the process in its
 * log.
 */
export function openContainer(env: Env, program: string): Container {
  const output = openLog(program);
  const { log } = output;
  // People are better told to try again than kept waiting; workers have time.
  const maxWaitMs = program === "app" ? 20_000 : 0;
  const database = openDatabase(env.DATABASE_URL, log, { maxWaitMs });
  output.keepIn(database);
  const servers = { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL };
  const queue = openJobQueue(servers, log);
  const jobs = openJobCounts(servers, log);
  const changes = openRunChanges(env.DATABASE_URL);
  const leases = runLeases(env.DATABASE_URL);
  const processes = processStore(database);
  const unmeteredPool = createModelPool();
  const metrics = createMetrics({
    program,
    status: () => unmeteredPool.status(),
    // The same for every process: the app reports it, workers do not ask the database.
    ...(program === "app" && {
      installation: async () => ({
        runs: await countRuns(database),
        processes: await countProcesses(processes),
        jobs: await jobs.read(),
      }),
    }),
  });
  const pool = meteredPool(unmeteredPool, metrics);
  const computation = openComputation(program);
  const worldThreads = openWorldThreads(program, env.DATABASE_URL);
  const clientAddress = (headers: Headers) => findClientAddress(headers, env.TRUSTED_PROXIES);
  const { accounts, sessions, passwords, oidc } = openAuth(database, env, {
    clientAddress,
    log,
    admission: openAdmission(database, env),
    limitPasswords: openPasswordLimit(),
  });
  const requests = openRequests(env);
  const services = bindServices(
    openResources(env, {
      ...{ database, accounts, sessions, passwords, oidc, clientAddress, queue, changes, leases },
      ...{ pool, processes, jobs, metrics, log, computation, worldThreads },
    }),
  );

  return {
    ...openMonitoring({
      ...{ program, env, processes, pool, metrics, log },
      hasTrustedHost: requests.hasTrustedHost,
    }),
    services,
    log,
    requests,
    consume: (processors) => consume(servers, processors, log),
    close: async () => {
      await computation.close();
      await worldThreads?.close();
      await queue.close();
      await jobs.close();
      await leases.close();
      await changes.close();
      await pool.close();
      await output.close();
      await database.close();
    },
  };
}
