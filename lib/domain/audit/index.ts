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
  "project.create",
  "project.rename",
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
  "run.pause",
  "run.resume",
  "run.cancel",
  "run.fork",
  "run.intervene",
  "run.interview",
  "poll.start",
  "poll.resume",
  "review.save",
  "installation.backUp",
  "installation.restore",
]);
export type AuditAction = z.infer<typeof auditAction>;
