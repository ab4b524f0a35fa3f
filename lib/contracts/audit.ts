import { z } from "zod";
import { auditAction } from "../domain/audit";

/** One change by a person. */
const auditEntry = z.object({
  id: z.string(),
  at: z.string(),
  /** Null for the command line and what happens at start. */
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  address: z.string().nullable(),
  action: auditAction,
  projectId: z.string().nullable(),
  subjectId: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});

export const auditPage = z.object({
  entries: z.array(auditEntry),
  /** Pass as `before` for older entries; null at the end. */
  next: z.string().nullable(),
});
export type AuditPage = z.infer<typeof auditPage>;

export const auditQuery = z.object({
  action: auditAction.optional(),
  subject: z.string().max(200).optional(),
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
