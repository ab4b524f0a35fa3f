import { commitJob } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";

/** A job that failed for good fails its run, so that its page says so within seconds. */
export const failedProcessor = (services: Services) => async (payload: unknown, error: Error) =>
  services.failRun(commitJob.parse(payload), error);
