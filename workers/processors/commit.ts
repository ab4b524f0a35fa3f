import { commitJob } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";

/** The commit of a step, once its shards are done. */
export const commitProcessor = (services: Services) => async (payload: unknown) => services.commitStep(commitJob.parse(payload));
