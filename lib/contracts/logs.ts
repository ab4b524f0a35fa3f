import { z } from "zod";
import { logLevel } from "@/lib/domain/log";
import { isStorable, NOT_STORABLE } from "./storable";

const MAX_PAGE = 200;
const MAX_SEARCH = 200;

const words = z.string().max(MAX_SEARCH).refine(isStorable, NOT_STORABLE).optional();

/** Levels that are kept; everything goes to the output of the process. */
export const storedLevel = logLevel.exclude(["info"]);
export type StoredLevel = z.infer<typeof storedLevel>;

/** `GET /api/log`: the latest entries, or those before one. */
export const logQuery = z.object({
  level: storedLevel.optional(),
  /** `app`, `worker` or `command line`. */
  program: words,
  /** Words of the message or its details, in any case. */
  text: words,
  run: z.uuid().optional(),
  /** The `id` of an entry, for the page after it. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
});
export type LogQuery = z.output<typeof logQuery>;

/** A warning or an error of a process. */
const logEntry = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  level: storedLevel,
  program: z.string(),
  host: z.string(),
  pid: z.int(),
  message: z.string(),
  run: z.string().nullable(),
  /** Whether that run is deleted, and has no page any more. */
  isRunDeleted: z.boolean(),
  /** By name, in a text each. */
  details: z.record(z.string(), z.string()),
});
export type LogEntry = z.infer<typeof logEntry>;

export const logPage = z.object({
  entries: z.array(logEntry),
  /** The `before` of the next page; null on the last one. */
  next: z.int().nullable(),
});
export type LogPage = z.infer<typeof logPage>;
