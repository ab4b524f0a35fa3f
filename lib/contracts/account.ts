import { z } from "zod";
import type { Role } from "@/lib/domain/access";

/** Creates the owner of a fresh installation. */
export const createOwner = z.strictObject({
  name: z.string().trim().min(1, "Enter your name").max(100),
  email: z.email("Enter an e-mail address").max(200),
  password: z.string().min(10, "Use at least 10 characters").max(200),
  /** Required, and printed at start, when the server listens beyond loopback. */
  setupCode: z.string().max(100).optional(),
});
export type CreateOwner = z.infer<typeof createOwner>;

export type Viewer = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly administrator: boolean;
  readonly project: { readonly id: string; readonly name: string; readonly role: Role } | null;
};
