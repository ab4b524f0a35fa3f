import { z } from "zod";
import { personName } from "./account";
import { role } from "../domain/access";

/** A person with a role in a project. */
const member = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  joinedAt: z.string(),
});
export type Member = z.infer<typeof member>;

/** An invitation that was neither used nor revoked; the token of its link is never shown again. */
const invitation = z.object({
  id: z.string(),
  role,
  /** The only address that may use the link; null for whoever has it. */
  email: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
  expired: z.boolean(),
});
export type Invitation = z.infer<typeof invitation>;

export const memberList = z.object({
  projectName: z.string(),
  members: z.array(member),
  /** Empty for those who may not invite. */
  invitations: z.array(invitation),
  /** The reader's own id; null for the command line. */
  readerId: z.string().nullable(),
  mayChange: z.boolean(),
  /** Whether the reader administers the installation and makes links for forgotten passwords. */
  mayResetPasswords: z.boolean(),
});
export type MemberList = z.infer<typeof memberList>;

const email = z.email("Enter an e-mail address").max(200);

export const invitationInput = z.strictObject({
  role,
  email: email.optional(),
});
export type InvitationInput = z.infer<typeof invitationInput>;

/** What became of the e-mail: `off` without a mail server or an address. */
const mailOutcome = z.enum(["off", "sent", "failed"]);

/** A new invitation with its link, which is shown this once. */
export const newInvitation = z.object({
  invitation,
  link: z.string(),
  mail: mailOutcome,
});
export type NewInvitation = z.infer<typeof newInvitation>;

export const roleChange = z.strictObject({ role });

/** The token of a link, sent in the body: addresses are written to logs, bodies are not. */
export const linkToken = z.strictObject({ token: z.string().min(1).max(200) });

/** What the visitor of a link sees before accepting. */
export const openInvitation = z.object({
  projectName: z.string(),
  role,
  email: z.string().nullable(),
  /** The signed-in visitor; null for one without a session. */
  visitor: z.object({ name: z.string(), email: z.string() }).nullable(),
});
export type OpenInvitation = z.infer<typeof openInvitation>;

/** The account of a person who joins without having one. */
export const newAccount = z.strictObject({
  name: personName,
  email,
  password: z.string().min(10, "Use at least 10 characters").max(200),
});
export type NewAccount = z.infer<typeof newAccount>;

/** `account` is left out by a visitor who is signed in. */
export const invitationAcceptance = linkToken.extend({ account: newAccount.optional() });
export type InvitationAcceptance = z.infer<typeof invitationAcceptance>;
