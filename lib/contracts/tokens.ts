import { z } from "zod";
import { role, tokenScope } from "../domain/access";

/** Days after which a new token stops working, by default and at most. */
export const TOKEN_DAYS = { default: 90, max: 366 } as const;

const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(tokenScope),
  /** The first characters of the token, which is never shown again. */
  prefix: z.string(),
  ownerId: z.string(),
  ownerName: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  expired: z.boolean(),
  /** To the minute; null until the first use. */
  lastUsedAt: z.string().nullable(),
  lastAddress: z.string().nullable(),
});
export type ApiToken = z.infer<typeof apiToken>;

export const tokenList = z.object({
  projectName: z.string(),
  /** The reader's role, which bounds what a token may do. */
  role,
  readerId: z.string().nullable(),
  /** The reader's own; for those who administer the project, those of all members. */
  tokens: z.array(apiToken),
});
export type TokenList = z.infer<typeof tokenList>;

export const tokenInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Enter a name, such as the script that uses it")
    .max(100)
    .regex(/^\P{C}*$/u, "Leave out invisible characters"),
  scopes: z
    .array(tokenScope)
    .min(1, "Choose at least one")
    .max(3)
    .refine((scopes) => new Set(scopes).size === scopes.length, "Name each scope once"),
  days: z.int().min(1).max(TOKEN_DAYS.max).default(TOKEN_DAYS.default),
});
export type TokenInput = z.output<typeof tokenInput>;

/** A new token with its secret, which is shown this once. */
export const newToken = z.object({ token: apiToken, secret: z.string() });
export type NewToken = z.infer<typeof newToken>;
