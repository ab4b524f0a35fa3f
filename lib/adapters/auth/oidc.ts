import { betterAuth } from "better-auth";
import { genericOAuth } from "better-auth/plugins";
import { AppError } from "@/lib/contracts/errors";
import type { Env } from "@/lib/config/env";
import type { IdentityAdmission, OidcRequests } from "@/lib/services/accounts/ports";
import type { Log } from "@/lib/services/environment/ports";
import type { Database } from "../db/database";
import { ADDRESS_HEADER, sharedSettings } from "./settings";

/** Part of the address that the server leads back to: `/api/auth/callback/oidc`. */
const PROVIDER = "oidc";
/** Far longer than a server takes; without it, one that hangs would be waited for without end. */
const TIMEOUT_MS = 15_000;

type OidcEnv = Pick<
  Env,
  | "APP_URL"
  | "AUTH_SECRET"
  | "TRUSTED_ORIGINS"
  | "OIDC_ISSUER"
  | "OIDC_CLIENT_ID"
  | "OIDC_CLIENT_SECRET"
  | "OIDC_LABEL"
>;

export type OidcOptions = {
  readonly admission: IdentityAdmission;
  readonly log: Log;
  /** Keeps of the headers of a request what the library needs. */
  readonly passedHeaders: (request: Headers) => Headers;
};

/**
 * Sign-in by an OpenID Connect server; null where none is set. It has an instance of the library of
 * its own, which asks the server for its addresses when it is made: one that cannot be reached
 * holds up nobody who has a session or a password.
 */
export function openOidc(
  database: Database,
  env: OidcEnv,
  { admission, log, passedHeaders }: OidcOptions,
): OidcRequests | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  const create = () =>
    createOidcAuth(database, env, { issuer, clientId, clientSecret }, { admission, log });
  let built: ReturnType<typeof createOidcAuth> | undefined;

  const send = async (url: URL, init: RequestInit): Promise<Response> => {
    built ??= create();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unreachable(env.OIDC_LABEL)), TIMEOUT_MS);
    });
    try {
      return await Promise.race([built.handler(new Request(url, init)), timeout]);
    } catch (error) {
      // The next attempt starts over, whatever this one still waits for.
      built = undefined;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    label: env.OIDC_LABEL,
    async start(next, request) {
      const headers = passedHeaders(request);
      headers.set("content-type", "application/json");
      // The cookie that is set is read at APP_URL, where the server leads back to.
      const page = (path: string): string => new URL(path, env.APP_URL).href;
      const response = await send(new URL("/api/auth/sign-in/social", env.APP_URL), {
        method: "POST",
        headers,
        body: JSON.stringify({
          provider: PROVIDER,
          callbackURL: page(next),
          errorCallbackURL: page(`/sign-in?next=${encodeURIComponent(next)}`),
          disableRedirect: true,
        }),
      });
      if (response.ok) return response;
      log("sign-in by OpenID Connect failed", {
        status: response.status,
        answer: (await response.text()).slice(0, 500),
      });
      throw unreachable(env.OIDC_LABEL);
    },
    finish: (search, request) =>
      send(new URL(`/api/auth/callback/${PROVIDER}${search}`, env.APP_URL), {
        headers: passedHeaders(request),
      }),
  };
}

const unreachable = (label: string): AppError =>
  new AppError(
    "unavailable",
    `${label} could not be reached. Try again in a moment, or sign in with a password.`,
  );

type Client = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

function createOidcAuth(
  database: Database,
  env: OidcEnv,
  { issuer, clientId, clientSecret }: Client,
  { admission, log }: Pick<OidcOptions, "admission" | "log">,
) {
  const shared = sharedSettings(database, env);
  return betterAuth({
    ...shared,
    emailAndPassword: { enabled: false },
    // Without details, which may contain codes and tokens.
    logger: {
      level: "warn",
      log: (level, message) => log("sign-in by OpenID Connect", { level, message }),
    },
    onAPIError: { errorURL: new URL("/sign-in", env.APP_URL).href },
    account: {
      storeStateStrategy: "cookie",
      updateAccountOnSignIn: false,
      accountLinking: {
        enabled: true,
        // `connected` distrusts what an account had before its address was verified.
        requireLocalEmailVerified: false,
      },
    },
    user: {
      validateUserInfo: async ({ user, source }) => {
        const refusal = await admission.admit({
          action: source.action,
          email: user.email ?? "",
          isVerified: user.emailVerified === true,
        });
        return refusal === null ? undefined : { error: refusal };
      },
    },
    databaseHooks: {
      account: {
        create: {
          // Nothing is asked of the server in the name of a person later on.
          before: async (account) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null },
          }),
          after: async ({ userId }, context) => {
            const address = context?.request?.headers.get(ADDRESS_HEADER) ?? null;
            await admission.connected(userId, address);
          },
        },
      },
    },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: PROVIDER,
            name: env.OIDC_LABEL,
            discoveryUrl: `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
            clientId,
            clientSecret,
            scopes: ["openid", "email", "profile"],
            requireIdTokenVerification: true,
            mapProfileToUser: (profile) => ({ name: nameOf(profile) }),
          },
        ],
      }),
    ],
  });
}

const MAX_NAME = 100;

/** The name of a person, as far as the server tells one, in a form that can be shown. */
function nameOf(profile: Readonly<Record<string, unknown>>): string {
  const { name, preferred_username: username, email } = profile;
  const local = typeof email === "string" ? email.split("@", 1)[0] : undefined;
  for (const candidate of [name, username, local]) {
    if (typeof candidate !== "string") continue;
    const shown = candidate.replaceAll(/\p{C}/gu, "").trim().slice(0, MAX_NAME);
    if (shown !== "") return shown;
  }
  return "New member";
}
