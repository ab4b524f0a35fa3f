import { z } from "zod";

/**
 * What a person changed: the kind of thing, then what was done to it. The names are stored: add
 * new ones, never rename one.
 */
export const auditAction = z.enum([
  "account.createOwner",
  "account.changePassword",
  "account.createPasswordLink",
  "account.resetPassword",
  "account.create",
  "account.connect",
  "account.endSession",
  "account.endOtherSessions",
  "project.create",
  "project.rename",
  "project.delete",
  "project.changeBudget",
  "project.changeRetention",
  "member.invite",
  "member.revokeInvitation",
  "member.join",
  "member.changeRole",
  "member.transferOwnership",
  "member.remove",
  "member.leave",
  "account.rename",
  "dataset.upload",
  "dataset.delete",
  "endpoint.create",
  "endpoint.update",
  "endpoint.enable",
  "endpoint.disable",
  "endpoint.test",
  "endpoint.delete",
  "study.start",
  "study.repeat",
  "study.changeBudget",
  "study.edit",
  "study.archive",
  "study.unarchive",
  "study.delete",
  "run.pause",
  "run.resume",
  "run.cancel",
  "run.fork",
  "run.intervene",
  "run.interview",
  "run.delete",
  "run.deletePrompts",
  "scenario.delete",
  "deletion.undo",
  "deletion.purgeNow",
  "deletion.purge",
  "poll.start",
  "poll.resume",
  "review.save",
  "installation.backUp",
  "installation.restore",
  "token.create",
  "token.revoke",
]);
export type AuditAction = z.infer<typeof auditAction>;

/** The kind of thing that an action changed. */
export type AuditKind = AuditAction extends `${infer Kind}.${string}` ? Kind : never;

const isAuditKind = (text: string): text is AuditKind =>
  auditAction.options.some((action) => action.startsWith(`${text}.`));

/** Returns the kind of thing that an action changed. */
export function auditKindOf(action: AuditAction): AuditKind {
  const kind = action.slice(0, action.indexOf("."));
  if (isAuditKind(kind)) return kind;
  throw new Error(`The action ${action} names no kind of thing.`);
}

export const auditKind = z.enum([...new Set(auditAction.options.map(auditKindOf))]);
