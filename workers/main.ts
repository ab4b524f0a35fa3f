import { env } from "@/lib/config/env";
import { openContainer } from "@/lib/container";
import { commitProcessor } from "./processors/commit";
import { decideProcessor } from "./processors/decide";
import { failedProcessor } from "./processors/failed";
import { pollFailedProcessor, pollProcessor } from "./processors/poll";

/** Shards a worker process works on at once, unless WORKER_CONCURRENCY says otherwise. */
const USUAL_SHARDS = 4;
/** How often a worker looks for runs whose jobs were lost, in milliseconds. */
const RECOVER_EVERY = 60_000;

const container = openContainer(env(), "worker");
const { services, log } = container;
const consumers = container.consume(
  { decide: decideProcessor(services), commit: commitProcessor(services), poll: pollProcessor(services), failed: failedProcessor(services), pollFailed: pollFailedProcessor(services) },
  { shards: env().WORKER_CONCURRENCY ?? USUAL_SHARDS },
);

let recovering: Promise<unknown> = Promise.resolve();
const recover = (): void => {
  recovering = Promise.all([services.recoverRuns(), services.recoverPolls()]).catch((error: unknown) => log("recovery failed", { error: String(error) }));
};

await consumers.ready();
const { DEMO_MODEL_URL, SEED_EXAMPLE } = env();
if (DEMO_MODEL_URL) await services.ensureBuiltInEndpoint(DEMO_MODEL_URL);
if (SEED_EXAMPLE === "on") await services.seedExample();
recover();
const timer = setInterval(recover, RECOVER_EVERY);
process.send?.({ type: "ready" });
log("worker ready", { pid: process.pid });

let stopping = false;
async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log("worker stopping", { reason });
  clearInterval(timer);
  await recovering;
  await consumers.close();
  await container.close();
  process.exit(0);
}
process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
// The supervisor is gone: what it started goes too.
process.on("disconnect", () => void stop("the supervisor is gone"));
