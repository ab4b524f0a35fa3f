import { z } from "zod";
import { endpointFault } from "@/lib/contracts/endpoints";
import { circuitState } from "../models/ports";

/**
 * A process's report on one endpoint it has called. Times are relative, so that machine clocks need
 * not agree.
 */
export const endpointReport = z.object({
  endpointId: z.string(),
  active: z.int(),
  limit: z.int(),
  waiting: z.int(),
  circuit: circuitState,
  circuitReason: z.string().nullable(),
  retryInMs: z.number().nullable(),
  /** Whether any call has ended, and whether any was answered, since the process started. */
  tried: z.boolean(),
  answered: z.boolean(),
  latencyP50Ms: z.number().nullable(),
  latencyP95Ms: z.number().nullable(),
  callsPerSecond: z.number(),
  tokensInPerSecond: z.number(),
  tokensOutPerSecond: z.number(),
  /** In the last minute. */
  ok: z.int(),
  failed: z.partialRecord(endpointFault, z.int()),
});
export type EndpointReport = z.infer<typeof endpointReport>;

/** Identity of a process from its start to its end. */
export type ProcessIdentity = {
  /** Random: pids are reused. */
  readonly id: string;
  readonly program: string;
  readonly host: string;
  readonly pid: number;
  readonly roles: readonly string[];
  readonly startedAt: Date;
};

export type ProcessReport = ProcessIdentity & {
  /** Resident memory in bytes. */
  readonly memory: number;
  readonly endpoints: readonly EndpointReport[];
};

/** The last report of a process, and its age in milliseconds by the database's clock. */
export type KnownProcess = ProcessReport & { readonly silentMs: number };

/** The reports of processes, readable by all. */
export interface ProcessStore {
  /**
   * Replaces the process's last report. Returns the number of live processes that have the role,
   * this one included if it has.
   */
  report(process: ProcessReport, role: string, liveMs: number): Promise<number>;
  /** Removes a process that ends. */
  remove(id: string): Promise<void>;
  /** Returns the processes that reported within this many milliseconds, by program and start. */
  live(withinMs: number): Promise<KnownProcess[]>;
  /** Removes processes that have been silent for longer than this. */
  removeSilent(silentMs: number): Promise<void>;
}
