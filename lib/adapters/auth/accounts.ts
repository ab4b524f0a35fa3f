import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { AppError, tooManySigningIn } from "@/lib/contracts/errors";
import type { Env } from "@/lib/config/env";
import type {
  Accounts,
  ClientAddress,
  IdentityAdmission,
  OidcRequests,
  PasswordHasher,
  SessionRequests,
} from "@/lib/services/accounts/ports";
import type { Log } from "@/lib/services/environment/ports";
import type { Database } from "../db/database";
import { openOidc } from "./oidc";
import { ADDRESS_HEADER, sharedSettings } from "./settings";

const MIN_PASSWORD_LENGTH = 10;

/** Sessions by e-mail and password, and by an OpenID Connect server where one is set. */
export type AuthAdapter = {
  readonly accounts: Accounts;
  readonly sessions: SessionRequests;
  readonly passwords: PasswordHasher;
  readonly oidc: OidcRequests | null;
};

type AuthOptions = {
  readonly clientAddress: ClientAddress;
  readonly admission: IdentityAdmission;
  readonly log: Log;
  /**
   * Runs the hashing of a password when its turn comes: each takes a tenth of a second of a core
   * and 16 MB, in threads that files and names are read by, too. Undefined when it does not come.
   */
  readonly limitPasswords: <Result>(work: () => Promise<Result>) => Promise<Result | undefined>;
};

/** What the library says when no turn came. */
const NO_TURN = "SERVICE_UNAVAILABLE";

/** What the library needs of a request. */
const PASSED_HEADERS = [
  "cookie",
  "origin",
  "referer",
  "user-agent",
  "sec-fetch-site",
  "sec-fetch-mode",
  "sec-fetch-dest",
];

/**
 * Created at the first request, never while the app is built: better-auth reads its secret when
 * constructed.
 */
export function openAuth(
  database: Database,
  env: Env,
  { clientAddress, admission, log, limitPasswords }: AuthOptions,
): AuthAdapter {
  let built: ReturnType<typeof createAuth> | undefined;
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = await limitPasswords(work);
    if (result === undefined) throw tooManySigningIn();
    return result;
  };
  const passedHeaders = (request: Headers): Headers => {
    const headers = new Headers();
    for (const name of PASSED_HEADERS) {
      const value = request.get(name);
      if (value !== null) headers.set(name, value);
    }
    const address = clientAddress(request);
    if (address !== null) headers.set(ADDRESS_HEADER, address);
    return headers;
  };
  const auth = () => (built ??= createAuth(database, env, limitPasswords));
  return {
    oidc: openOidc(database, env, { admission, log, passedHeaders }),
    sessions: {
      send(path, body, request) {
        const headers = passedHeaders(request);
        headers.set("content-type", "application/json");
        const url = new URL(`/api/auth${path}`, env.APP_URL);
        const content = JSON.stringify(body);
        return auth().guests.handler(new Request(url, { method: "POST", headers, body: content }));
      },
    },
    passwords: {
      hash: (password) => inTurn(() => hashPassword(password)),
      matches: (hash, password) => inTurn(() => verifyPassword({ hash, password })),
    },
    accounts: {
      async signUp(account, request) {
        try {
          const { response, headers } = await auth().members.api.signUpEmail({
            body: account,
            headers: passedHeaders(request),
            returnHeaders: true,
          });
          return { userId: response.user.id, headers };
        } catch (error) {
          if (!(error instanceof APIError)) throw error;
          if (error.status === NO_TURN) throw tooManySigningIn();
          throw new AppError("invalid", describeApiError(error), [], { cause: error });
        }
      },
      async signedIn(request) {
        const session = await auth().guests.api.getSession({ headers: request });
        if (!session) return null;
        const { id, name, email, emailVerified: isEmailVerified } = session.user;
        return { id, name, email, isEmailVerified, sessionId: session.session.id };
      },
    },
  };
}

/** Two instances on the same accounts: only the server itself may create new ones. */
function createAuth(database: Database, env: Env, limitPasswords: AuthOptions["limitPasswords"]) {
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = await limitPasswords(work);
    if (result === undefined) throw new APIError(NO_TURN);
    return result;
  };
  const settings = (disableSignUp: boolean) => ({
    ...sharedSettings(database, env),
    emailAndPassword: {
      enabled: true,
      disableSignUp,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: 200,
      password: {
        hash: (password: string) => inTurn(() => hashPassword(password)),
        verify: (given: { readonly hash: string; readonly password: string }) =>
          inTurn(() => verifyPassword(given)),
      },
    },
  });
  return { guests: betterAuth(settings(true)), members: betterAuth(settings(false)) };
}

function describeApiError(error: APIError): string {
  return error.body?.code?.startsWith("USER_ALREADY_EXISTS")
    ? "An account with this e-mail address already exists. Sign in instead."
    : (error.body?.message ?? "The account could not be created.");
}
