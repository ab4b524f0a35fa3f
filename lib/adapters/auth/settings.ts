import { prismaAdapter } from "better-auth/adapters/prisma";
import type { Env } from "@/lib/config/env";
import type { Database } from "../db/database";

const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** Carries the address of the client, which the library would else take from a client's claim. */
export const ADDRESS_HEADER = "x-client-address";

/** What all instances of the library have in common, so that they share sessions. */
export const sharedSettings = (
  database: Database,
  env: Pick<Env, "APP_URL" | "AUTH_SECRET" | "TRUSTED_ORIGINS">,
) => ({
  appName: "Microcosm",
  baseURL: env.APP_URL,
  secret: env.AUTH_SECRET,
  // `requireTrustedRequest` has let the request through, with the rule for all routes.
  trustedOrigins: (request?: Request) => [
    env.APP_URL,
    ...env.TRUSTED_ORIGINS,
    ...[request?.headers.get("origin") ?? []].flat(),
  ],
  database: prismaAdapter(database.prisma, { provider: "postgresql" }),
  session: { expiresIn: SESSION_SECONDS },
  // Attempts to sign in are limited before they arrive here (`SignInLimiter`).
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  // Set explicitly: by default better-auth disables both checks when NODE_ENV or TEST indicates a
  // test.
  advanced: {
    disableOriginCheck: false,
    disableCSRFCheck: false,
    ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
  },
});
