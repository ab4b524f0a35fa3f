import { commitJob } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";

/** The commit of a step, once its shards are done. */
export const commitProcessor =
  (services: Services) => async (payload: unknown, signal: AbortSignal) =>
    services.commitStep(commitJob.parse(payload), signal);
