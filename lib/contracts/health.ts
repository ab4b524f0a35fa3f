import { z } from "zod";
import { livePool } from "./live-pool";

/** The parts of an installation that are looked at, in the order of the page. */
export const healthSubject = z.enum([
  "database",
  "migrations",
  "queue",
  "workers",
  "endpoints",
  "runs",
  "disk",
  "backup",
  "version",
]);
export type HealthSubject = z.infer<typeof healthSubject>;

/** `attention`: somebody should do what `advice` says. */
const healthCheck = z.object({
  subject: healthSubject,
  state: z.enum(["ok", "attention"]),
  /** What was found, in a sentence. */
  finding: z.string(),
  /** What to do; null while all is well. */
  advice: z.string().nullable(),
});
export type HealthCheck = z.infer<typeof healthCheck>;

/** `GET /api/health/report`. */
export const healthReport = z.object({
  checkedAt: z.iso.datetime(),
  checks: z.array(healthCheck),
  /** Jobs of each queue by state; empty when the queue cannot be read. */
  queues: z.array(
    z.object({
      name: z.string(),
      waiting: z.int(),
      active: z.int(),
      delayed: z.int(),
      failed: z.int(),
    }),
  ),
  /** Processes that reported within a day. */
  processes: livePool.shape.processes,
});
export type HealthReport = z.infer<typeof healthReport>;
