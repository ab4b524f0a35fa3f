import { z } from "zod";
import { auditAction, auditKind } from "../domain/audit";

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
  /** Present name of the changed object; null for one that no longer exists, or has no name. */
  subjectName: z.string().nullable(),
  /** Whether it is deleted, itself or with what it belongs to, and has no page any more. */
  isSubjectDeleted: z.boolean(),
  /** The change in a sentence without its person. */
  description: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type AuditListEntry = z.infer<typeof auditEntry>;

export const auditPage = z.object({
  entries: z.array(auditEntry),
  /** Pass as `before` for older entries; null at the end. */
  next: z.string().nullable(),
});
export type AuditPage = z.infer<typeof auditPage>;

/** The `actor` of what no person did: the command line and what happens at start. */
export const NO_PERSON = "none";

/** Which entries of the log are wanted. */
export const auditFilter = z.object({
  /** Id of a person, or `NO_PERSON`. */
  actor: z.string().min(1).max(200).optional(),
  action: auditAction.optional(),
  kind: auditKind.optional(),
  subject: z.string().max(200).optional(),
  /** From this time on. */
  since: z.iso.datetime({ offset: true }).optional(),
  /** Before this time. */
  until: z.iso.datetime({ offset: true }).optional(),
});
export type AuditListFilter = z.output<typeof auditFilter>;

export const auditQuery = auditFilter.extend({
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** A link cannot send the header that names the project: the query of a file does. */
export const auditFileQuery = auditFilter.extend({ project: z.uuid().optional() });
export type AuditFileQuery = z.output<typeof auditFileQuery>;

/** A person with entries in the log; names are those of their latest entry. */
export type AuditPerson = { readonly id: string; readonly name: string };
