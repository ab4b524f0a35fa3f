import { z } from "zod";
import type { Role } from "@/lib/domain/access";

/** A name that can be shown and stored: without line breaks and other control characters. */
export const personName = z
  .string()
  .trim()
  .min(1, "Enter your name")
  .max(100)
  .regex(/^\P{C}*$/u, "Leave out invisible characters");

/** Signs in. */
export const signIn = z.strictObject({
  email: z.string().min(1, "Enter your e-mail address").max(200),
  password: z.string().min(1, "Enter your password").max(200),
});

/** Begins to sign in by the OpenID Connect server, to continue at a path of the app. */
export const oidcSignIn = z.strictObject({
  next: z
    .string()
    .max(2_000)
    // Nothing that a browser could take for another host.
    .regex(/^\/(?![/\\])[^\\\p{C}]*$/u, "Give a path of this app")
    .default("/studies"),
});
/** The page of the OpenID Connect server to go to. */
export const oidcStart = z.object({ url: z.url() });

/** Changes what a person may change about their own account without their password. */
export const updateProfile = z.strictObject({ name: personName });
export type UpdateProfile = z.infer<typeof updateProfile>;

/** Creates the owner of a fresh installation. */
export const createOwner = z.strictObject({
  name: personName,
  email: z.email("Enter an e-mail address").max(200),
  password: z.string().min(10, "Use at least 10 characters").max(200),
  /** Required, and printed at start, when the server listens beyond loopback. */
  setupCode: z.string().max(100).optional(),
});
export type CreateOwner = z.infer<typeof createOwner>;

/** A project of a person with their role in it. */
export type ViewerProject = { readonly id: string; readonly name: string; readonly role: Role };

export type Viewer = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly administrator: boolean;
  /** The current project; null for a person without any. */
  readonly project: ViewerProject | null;
  /** All projects of the person, by the time of joining. */
  readonly projects: readonly ViewerProject[];
};
