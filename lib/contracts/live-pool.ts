import { z } from "zod";
import { endpointFault } from "./endpoints";

/**
 * `answers`: normal. `slow`: the slowest answers take half of the timeout or more. `failing`:
 * circuit open, or most calls fail. `untried`: not called yet. `off`: disabled.
 */
const endpointHealth = z.enum(["answers", "slow", "failing", "untried", "off"]);
export type EndpointHealth = z.infer<typeof endpointHealth>;

/** State of an endpoint over all live processes. */
const liveEndpoint = z.object({
  endpointId: z.string(),
  name: z.string(),
  model: z.string(),
  health: endpointHealth,
  /** Why it is not called; null while it is. */
  reason: z.string().nullable(),
  /** Seconds until the next try. */
  retryInSeconds: z.number().nullable(),
  /** Calls in progress, current concurrency limit, and queued calls. */
  active: z.int(),
  limit: z.int(),
  waiting: z.int(),
  /** Completed calls, and prompt and completion tokens, per second over the last 15 seconds. */
  callsPerSecond: z.number(),
  tokensInPerSecond: z.number(),
  tokensOutPerSecond: z.number(),
  /**
   * Last minute: completed calls, failures by fault, and error rate; null without calls.
   */
  ended: z.int(),
  failed: z.partialRecord(endpointFault, z.int()),
  errorRate: z.number().nullable(),
  /**
   * Median and 95th percentile of latency, of the process where it is highest.
   */
  latencyP50Ms: z.number().nullable(),
  latencyP95Ms: z.number().nullable(),
});
export type LiveEndpoint = z.infer<typeof liveEndpoint>;

/** A live process of the installation. */
const liveProcess = z.object({
  id: z.string(),
  program: z.string(),
  host: z.string(),
  pid: z.int(),
  roles: z.array(z.string()),
  startedAt: z.iso.datetime(),
  uptimeSeconds: z.number(),
  /** Since its last heartbeat. */
  silentSeconds: z.number(),
  /** Resident memory in bytes. */
  memory: z.number(),
  /** Model calls in progress. */
  calls: z.int(),
});
export type LiveProcess = z.infer<typeof liveProcess>;

/** `GET /api/models/live`. */
export const livePool = z.object({
  endpoints: z.array(liveEndpoint),
  processes: z.array(liveProcess),
  /** Live processes that work on simulations. */
  workers: z.int(),
});
export type LivePool = z.infer<typeof livePool>;
