import { z } from "zod";
import { endpointFault } from "@/lib/contracts/endpoints";

/**
 * What a process says of one endpoint it has called. Times are relative, so that clocks of machines
 * need not agree.
 */
export const endpointReport = z.object({
  endpointId: z.string(),
  active: z.int(),
  limit: z.int(),
  waiting: z.int(),
  circuit: z.enum(["closed", "open", "halfOpen"]),
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
  /** Of the last minute. */
  ok: z.int(),
  failed: z.partialRecord(endpointFault, z.int()),
});
export type EndpointReport = z.infer<typeof endpointReport>;

/** Who a process is: the same from its start to its end. */
export type ProcessIdentity = {
  /** Random: a pid may come again. */
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

/** A process as it last described itself, so many milliseconds ago by the database's clock. */
export type KnownProcess = ProcessReport & { readonly silentMs: number };

/** What processes say of themselves, for all to read. */
export interface ProcessStore {
  /**
   * Keeps the report in place of the process's last one. Resolves with the number of live processes
   * that have the role, this one included if it has.
   */
  report(process: ProcessReport, role: string, liveMs: number): Promise<number>;
  /** Forgets a process that ends. */
  remove(id: string): Promise<void>;
  /** Processes that spoke within so many milliseconds, by program and start. */
  live(withinMs: number): Promise<KnownProcess[]>;
  /** Forgets processes that have been silent for longer than this. */
  removeSilent(silentMs: number): Promise<void>;
}
