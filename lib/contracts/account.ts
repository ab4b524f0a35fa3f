import { z } from "zod";
import { role } from "@/lib/domain/access";

/** Creates the owner of a fresh installation. */
export const createOwner = z.strictObject({
  name: z.string().trim().min(1, "Enter your name").max(100),
  email: z.email("Enter an e-mail address").max(200),
  password: z.string().min(10, "Use at least 10 characters").max(200),
  /** Required, and printed at start, when the server listens beyond loopback. */
  setupCode: z.string().max(100).optional(),
});
export type CreateOwner = z.infer<typeof createOwner>;

const viewer = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  administrator: z.boolean(),
  project: z.object({ id: z.string(), name: z.string(), role }).nullable(),
});
export type Viewer = z.infer<typeof viewer>;
