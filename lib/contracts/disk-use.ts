import { z } from "zod";

const part = z.object({ id: z.string(), name: z.string(), bytes: z.number() });
/** Null for what is younger than the last measurement. */
const measuredBytes = z.number().nullable();

/** How much disk the data of a project need, as of the last measurement. */
export const diskUse = z.object({
  /** Null before the first measurement. */
  measuredAt: z.iso.datetime().nullable(),
  /** Whether a new measurement was asked for. */
  isMeasuring: z.boolean(),
  /** Of the whole database, with what belongs to no run. */
  databaseBytes: z.number(),
  /** The reader's projects, of administrators all; the largest first. */
  projects: z.array(part),
  /** Of the current project, the largest first, each with its runs. */
  studies: z.array(
    part.extend({
      bytes: measuredBytes,
      runs: z.array(part.extend({ bytes: measuredBytes, decisions: z.number() })),
    }),
  ),
  /** Uploaded tables of the current project. */
  tables: z.array(
    part.extend({
      /** Deleted or replaced, and kept for the runs that began with it. */
      isRetained: z.boolean(),
    }),
  ),
  /** Of the current project: deleted, and not removed yet. */
  hiddenBytes: z.number(),
  /** Whether the reader may delete and measure. */
  mayChange: z.boolean(),
});
export type DiskUse = z.infer<typeof diskUse>;
