import type { z } from "zod";
import { oidcSignIn, signIn } from "@/lib/contracts/account";
import { AppError, notFound, tooManySigningIn } from "@/lib/contracts/errors";
import {
  formatIpAddress,
  networkOfIpAddress,
  parseIpAddress,
} from "@/lib/domain/internet/ip-address";
import { readJson } from "../requests/read-json";
import type { Accounts, ClientAddress, OidcRequests, SessionRequests } from "./ports";
import type { SignInLimiter } from "./sign-in-limiter";

export type SignInPorts = {
  readonly sessions: SessionRequests;
  readonly clientAddress: ClientAddress;
  /** Null where the limit is switched off, for tests. */
  readonly signInLimiter: SignInLimiter | null;
  /** Null without an OpenID Connect server. */
  readonly oidc: OidcRequests | null;
  readonly accounts: Accounts;
  /** Makes a person a member by the invitations for their verified address. */
  readonly joinInvited: (
    user: { readonly id: string; readonly email: string },
    address: string | null,
  ) => Promise<void>;
};

const MAX_BODY_BYTES = 16 * 1024;

const INCORRECT = "Incorrect e-mail address or password. Check both and try again.";

/**
 * Answers a request to sign in or out, by password or by an OpenID Connect server: the only ones
 * that the library for sessions answers itself. All its other routes are closed, because what they
 * change would be neither checked by a contract nor recorded.
 * @throws AppError notFound for other routes; tooMany; unauthenticated; as `readJson`
 */
export async function serveSignIn(ports: SignInPorts, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const path = pathname.replace(/^\/api\/auth/, "");
  const send = (body: object): Promise<Response> =>
    ports.sessions.send(path, body, request.headers);
  switch (`${request.method} ${path}`) {
    case "POST /sign-out":
      return requireSuccess(await send({}));
    case "POST /sign-in/email": {
      const credentials = parse(signIn, await readJson(request, MAX_BODY_BYTES));
      const attempt = ports.signInLimiter?.begin({
        account: credentials.email,
        address: networkOf(ports.clientAddress(request.headers)),
      });
      const response = await requireSuccess(await send(credentials));
      attempt?.succeeded();
      return response;
    }
    case "POST /sign-in/social": {
      if (ports.oidc === null) throw notFound("page");
      const { next } = parse(oidcSignIn, await readJson(request, MAX_BODY_BYTES));
      return ports.oidc.start(next, request.headers);
    }
    case "GET /callback/oidc": {
      if (ports.oidc === null) throw notFound("page");
      const response = await ports.oidc.finish(search, request.headers);
      await welcome(ports, response, request.headers);
      return response;
    }
    default:
      throw notFound("page");
  }
}

/** Lets whoever has just signed in join what they are invited to. */
async function welcome(
  { accounts, clientAddress, joinInvited }: SignInPorts,
  response: Response,
  request: Headers,
): Promise<void> {
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  if (cookies.length === 0) return;
  const user = await accounts.signedIn(new Headers({ cookie: cookies.join("; ") }));
  if (user?.isEmailVerified === true) await joinInvited(user, clientAddress(request));
}

/** Whoever holds an IPv6 network can use any of its addresses: they count as one. */
function networkOf(address: string | null): string {
  const parsed = parseIpAddress(address ?? "");
  return parsed === null ? "unknown" : formatIpAddress(networkOfIpAddress(parsed));
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError(
    "invalid",
    "The request is invalid.",
    result.error.issues.map(({ path, message }) => ({
      pointer: path.map((part) => `/${String(part)}`).join(""),
      message,
    })),
  );
}

/** One message for an unknown account and a wrong password: it reveals neither. */
async function requireSuccess(response: Response): Promise<Response> {
  if (response.ok) return response;
  if (response.status === 503) throw tooManySigningIn();
  if (response.status < 500) throw new AppError("unauthenticated", INCORRECT);
  throw new Error(`sessions answered ${String(response.status)}: ${await response.text()}`);
}

/** Returns how people can sign in, for the page to do so. */
export const getSignInOptions = ({
  oidc,
}: {
  readonly oidc: OidcRequests | null;
}): { oidcLabel: string | null } => ({ oidcLabel: oidc?.label ?? null });
