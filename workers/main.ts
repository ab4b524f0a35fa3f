import { env } from "@/lib/config/env";
import { openContainer } from "@/lib/container";
import { jobProcessors } from "./processors";

/** How often a worker looks for runs whose jobs were lost, in milliseconds. */
const RECOVER_EVERY = 60_000;
/** How often it looks for runs that wait for an endpoint and are due, in milliseconds. */
const LOOK_EVERY = 3_000;

const { DEMO_MODEL_URL, SEED_EXAMPLE, WORKER_ROLES: roles, WORKER_CONCURRENCY: shards } = env();
const container = openContainer(env(), "worker");
const { services, log } = container;
for (const role of roles) if (role !== "simulation") log("this role has no work yet", { role });

const announced = container.announce(roles);
const metrics = await container.serveMetrics();
// Without the role, jobs of simulations are left to others.
const playing = roles.includes("simulation") ? play() : undefined;
await playing?.ready();
process.send?.({ type: "ready" });
log("worker ready", { pid: process.pid, roles });

/** Works on simulations until closed. */
function play(): { ready(): Promise<void>; close(): Promise<void> } {
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
      .catch((error: unknown) =>
        log("runs that wait could not be looked at", { error: String(error) }),
      )
      .finally(() => (resuming = undefined));
  };
  let timer: ReturnType<typeof setInterval> | undefined;
  let looking: ReturnType<typeof setInterval> | undefined;
  return {
    async ready() {
      await consumers.ready();
      if (DEMO_MODEL_URL) await services.ensureBuiltInEndpoint(DEMO_MODEL_URL);
      if (SEED_EXAMPLE === "on") await services.seedExample();
      recover();
      timer = setInterval(recover, RECOVER_EVERY);
      looking = setInterval(resume, LOOK_EVERY);
    },
    async close() {
      clearInterval(timer);
      clearInterval(looking);
      await resuming;
      await recovering;
      await consumers.close();
    },
  };
}

let stopping = false;
async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log("worker stopping", { reason });
  metrics.close();
  await announced.stop();
  await playing?.close();
  await container.close();
  process.exit(0);
}
process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
// The supervisor is gone: what it started goes too.
process.on("disconnect", () => void stop("the supervisor is gone"));
