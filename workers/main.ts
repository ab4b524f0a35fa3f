import { env } from "@/lib/config/env";
import { openContainer } from "@/lib/container";
import { jobProcessors } from "./processors";

/** Interval at which a worker looks for runs whose jobs are lost. */
const RECOVERY_INTERVAL_MS = 60_000;
/** Interval at which it looks for waiting runs whose retry is due. */
const RESUME_INTERVAL_MS = 3_000;
/**
 * Interval at which it looks for what projects do not keep any longer, for deleted data that can be
 * removed, and for old measurements.
 */
const UPKEEP_INTERVAL_MS = 10_000;

const { DEMO_MODEL_URL, SEED_EXAMPLE, WORKER_ROLES: roles, WORKER_CONCURRENCY: shards } = env();
const container = openContainer(env(), "worker");
const { services, log } = container;
for (const role of roles)
  if (role !== "simulation") log("this role has no work yet", { level: "warning", role });

const heartbeat = container.announce(roles);
const metrics = await container.serveMetrics();
// Without this role, jobs of simulations are left to other workers.
const simulation = roles.includes("simulation") ? openSimulationWork() : undefined;
await simulation?.ready();
process.send?.({ type: "ready" });
log("worker ready", { pid: process.pid, roles });

/** Processes the jobs of simulations, and recovers lost ones, until closed. */
function openSimulationWork(): { ready(): Promise<void>; close(): Promise<void> } {
  const consumers = container.consume(jobProcessors(services, { shards }));
  let recovering: Promise<unknown> = Promise.resolve();
  const recover = (): void => {
    recovering = Promise.all([services.recoverRuns(), services.recoverPolls()]).catch(
      (error: unknown) => log("recovery failed", { error: String(error) }),
    );
  };
  let resuming: Promise<unknown> | undefined;
  const resume = (): void => {
    resuming ??= services
      .resumeWaitingRuns()
      .catch((error: unknown) => log("waiting runs could not be resumed", { error: String(error) }))
      .finally(() => (resuming = undefined));
  };
  const closing = new AbortController();
  let upkeep: Promise<unknown> | undefined;
  const maintain = (): void => {
    upkeep ??= services
      .applyRetention(closing.signal)
      .then(() => services.purgeDeletions(closing.signal))
      .then(() => services.measureDiskUse())
      .catch((error: unknown) => log("upkeep failed", { error: String(error) }))
      .finally(() => (upkeep = undefined));
  };
  let upkeepTimer: ReturnType<typeof setInterval> | undefined;
  let recoveryTimer: ReturnType<typeof setInterval> | undefined;
  let resumeTimer: ReturnType<typeof setInterval> | undefined;
  return {
    async ready() {
      await consumers.ready();
      if (DEMO_MODEL_URL) await services.ensureBuiltInEndpoint(DEMO_MODEL_URL);
      if (SEED_EXAMPLE === "on") await services.seedExample();
      recover();
      recoveryTimer = setInterval(recover, RECOVERY_INTERVAL_MS);
      resumeTimer = setInterval(resume, RESUME_INTERVAL_MS);
      maintain();
      upkeepTimer = setInterval(maintain, UPKEEP_INTERVAL_MS);
    },
    async close() {
      clearInterval(recoveryTimer);
      clearInterval(resumeTimer);
      clearInterval(upkeepTimer);
      closing.abort();
      await upkeep;
      await resuming;
      await recovering;
      await consumers.close();
    },
  };
}

let isStopping = false;
async function stop(reason: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  log("worker stopping", { reason });
  metrics.close();
  await heartbeat.stop();
  await simulation?.close();
  await container.close();
  process.exit(0);
}
process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
// The supervisor is gone, so this process ends too.
process.on("disconnect", () => void stop("the supervisor is gone"));
