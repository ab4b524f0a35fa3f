import { z } from "zod";
import { endpointFault } from "./endpoints";

/**
 * `answers`: as usual. `slow`: the slowest answers take half of the time-out or more. `failing`:
 * left alone after failures, or most of its calls fail. `untried`: no process has called it yet.
 * `off`: disabled.
 */
const endpointHealth = z.enum(["answers", "slow", "failing", "untried", "off"]);
export type EndpointHealth = z.infer<typeof endpointHealth>;

/** How an endpoint does, over all live processes. */
const liveEndpoint = z.object({
  endpointId: z.string(),
  name: z.string(),
  model: z.string(),
  health: endpointHealth,
  /** Why it is not called, for people; null while it is. */
  reason: z.string().nullable(),
  /** When it is tried again, in seconds from now. */
  retryInSeconds: z.number().nullable(),
  /** Calls under way, the most that are let through now, and those that wait. */
  active: z.int(),
  limit: z.int(),
  waiting: z.int(),
  /** Calls that ended, and tokens of prompts and of answers, a second, over the last 15 seconds. */
  callsPerSecond: z.number(),
  tokensInPerSecond: z.number(),
  tokensOutPerSecond: z.number(),
  /**
   * Of the last minute: calls that ended, those that failed by fault, and their share; null without
   * any.
   */
  ended: z.int(),
  failed: z.partialRecord(endpointFault, z.int()),
  errorRate: z.number().nullable(),
  /**
   * Of answers, in milliseconds: the middle, and what one in twenty exceeds. Of the process where
   * it is longest.
   */
  latencyP50Ms: z.number().nullable(),
  latencyP95Ms: z.number().nullable(),
});
export type LiveEndpoint = z.infer<typeof liveEndpoint>;

/** A process of the installation that is alive. */
const liveProcess = z.object({
  id: z.string(),
  program: z.string(),
  host: z.string(),
  pid: z.int(),
  roles: z.array(z.string()),
  startedAt: z.iso.datetime(),
  uptimeSeconds: z.number(),
  /** Since it last said that it lives. */
  silentSeconds: z.number(),
  /** Resident memory in bytes. */
  memory: z.number(),
  /** Model calls under way. */
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
