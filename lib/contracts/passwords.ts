import { z } from "zod";
import { role } from "../domain/access";
import { personName } from "./account";

const newPassword = z.string().min(10, "Use at least 10 characters").max(200);

export const passwordChange = z.strictObject({
  currentPassword: z.string().min(1, "Enter your current password").max(200),
  newPassword,
});
export type PasswordChange = z.infer<typeof passwordChange>;

/** Sets a new password by the token of a link. */
export const passwordReset = z.strictObject({
  token: z.string().min(1).max(200),
  newPassword,
});
export type PasswordReset = z.infer<typeof passwordReset>;

/** A link to set a new password, which is shown this once. */
export const passwordLink = z.object({
  email: z.string(),
  link: z.string(),
  expiresAt: z.string(),
});
export type PasswordLink = z.infer<typeof passwordLink>;

/** An account for somebody else, who sets its password by a link. */
export const accountToCreate = z.strictObject({
  email: z.email("Enter an e-mail address").max(200),
  name: personName,
  role,
});
export type NamedAccount = z.infer<typeof accountToCreate>;

export type AccountSummary = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly administrator: boolean;
  /** Number of projects that it is a member of. */
  readonly projects: number;
};
