import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError } from "better-auth/api";
import { AppError } from "@/lib/contracts/errors";
import type { Env } from "@/lib/config/env";
import type { Accounts } from "@/lib/services/accounts/ports";
import type { Database } from "../db/database";

const SESSION_SECONDS = 30 * 24 * 60 * 60;
const MIN_PASSWORD_LENGTH = 10;

/**
 * Sessions by e-mail and password. `handler` serves the routes under /api/auth: signing in and out.
 */
export type AuthAdapter = {
  readonly accounts: Accounts;
  handler(request: Request): Promise<Response>;
};

/**
 * Created at the first request, never while the app is built: better-auth reads its secret when
 * constructed.
 */
export function openAuth(database: Database, env: Env): AuthAdapter {
  let built: ReturnType<typeof createAuth> | undefined;
  const auth = () => (built ??= createAuth(database, env));
  return {
    handler: (request) => auth().guests.handler(request),
    accounts: {
      async signUp(account, request) {
        try {
          const { response, headers } = await auth().members.api.signUpEmail({
            body: account,
            headers: request,
            returnHeaders: true,
          });
          return { userId: response.user.id, headers };
        } catch (error) {
          if (error instanceof APIError)
            throw new AppError("invalid", describeApiError(error), [], { cause: error });
          throw error;
        }
      },
      async signedIn(request) {
        const session = await auth().guests.api.getSession({ headers: request });
        return (
          session && { id: session.user.id, name: session.user.name, email: session.user.email }
        );
      },
    },
  };
}

/** Two instances on the same accounts: only the server itself may create new ones. */
function createAuth(database: Database, env: Env) {
  const settings = (disableSignUp: boolean) => ({
    appName: "Microcosm",
    baseURL: env.APP_URL,
    secret: env.AUTH_SECRET,
    trustedOrigins: [env.APP_URL, ...env.TRUSTED_ORIGINS],
    database: prismaAdapter(database.prisma, { provider: "postgresql" }),
    emailAndPassword: {
      enabled: true,
      disableSignUp,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: 200,
    },
    session: { expiresIn: SESSION_SECONDS },
    rateLimit: { enabled: env.AUTH_RATE_LIMIT === "on" },
    telemetry: { enabled: false },
    // Set explicitly: by default better-auth disables both checks when NODE_ENV or TEST indicates a
    // test.
    advanced: { disableOriginCheck: false, disableCSRFCheck: false },
  });
  return { guests: betterAuth(settings(true)), members: betterAuth(settings(false)) };
}

function describeApiError(error: APIError): string {
  return error.body?.code?.startsWith("USER_ALREADY_EXISTS")
    ? "An account with this e-mail address already exists. Sign in instead."
    : (error.body?.message ?? "The account could not be created.");
}
