import type {
  AccountSummary,
  PasswordChange,
  PasswordLink,
  PasswordReset,
} from "@/lib/contracts/passwords";
import { AppError, notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { MembershipStore } from "../access/ports";
import { isAdministrator } from "../access/require-permission";
import type { Clock } from "../environment/ports";
import type { Accounts, ClientAddress, CredentialStore, PasswordHasher } from "./ports";
import type { SignInLimiter } from "./sign-in-limiter";

/** How long a link to set a new password can be used, in hours. */
const LINK_HOURS = 24;
const HOUR_MS = 60 * 60 * 1000;

type SettingPorts = {
  readonly credentials: CredentialStore;
  readonly passwords: PasswordHasher;
  readonly clientAddress: ClientAddress;
};

/**
 * Changes the password of the sender of a request and ends their other sessions.
 * @throws AppError unauthenticated; invalid for a wrong current password; tooMany
 */
export async function changePassword(
  ports: SettingPorts & {
    readonly accounts: Accounts;
    /** Null where the limit is switched off, for tests. */
    readonly signInLimiter: SignInLimiter | null;
  },
  { currentPassword, newPassword }: PasswordChange,
  request: Headers,
): Promise<void> {
  const user = await ports.accounts.signedIn(request);
  if (user === null) throw new AppError("unauthenticated", "Sign in to continue. Nothing is lost.");
  const address = ports.clientAddress(request);
  const attempt = ports.signInLimiter?.begin({
    account: user.email,
    address: address ?? "unknown",
  });
  const stored = await ports.credentials.findHash(user.id);
  if (stored === null || !(await ports.passwords.matches(stored, currentPassword)))
    throw new AppError("invalid", "The password was not changed.", [
      { pointer: "/currentPassword", message: "This is not your current password" },
    ]);
  attempt?.succeeded();
  const actor = { kind: "user", userId: user.id, address } as const;
  await ports.credentials.setPassword({
    userId: user.id,
    hash: await ports.passwords.hash(newPassword),
    currentSession: user.sessionId,
    audit: auditEntry(actor, "account.changePassword", { projectId: null }),
  });
}

export type LinkPorts = {
  readonly members: MembershipStore;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  readonly newToken: () => string;
  readonly hash: (text: string) => string;
  readonly appUrl: string;
};

/**
 * Makes a link by which a person sets a new password, once, within a day; an earlier one stops
 * working. Only the hash of its token is stored. `account` is an address or an id.
 * @throws AppError notFound for an unknown account, and for everyone but administrators
 */
export async function createPasswordLink(
  ports: LinkPorts,
  actor: Actor,
  account: string,
): Promise<PasswordLink> {
  await requireAdministrator(ports.members, actor);
  const known = await ports.credentials.listAccounts();
  const email = account.trim().toLowerCase();
  const found = known.find((each) => each.email === email || each.id === account);
  if (found === undefined) throw notFound("account");
  const { link, tokenHash, expiresAt } = newPasswordLink(ports);
  await ports.credentials.storeLink({
    userId: found.id,
    tokenHash,
    expiresAt,
    audit: auditEntry(actor, "account.createPasswordLink", { projectId: null }),
  });
  return { email: found.email, link, expiresAt: expiresAt.toISOString() };
}

/** Returns a new link to set a password, and the hash to store. */
export function newPasswordLink({
  clock,
  newToken,
  hash,
  appUrl,
}: Pick<LinkPorts, "clock" | "newToken" | "hash" | "appUrl">): {
  link: string;
  tokenHash: string;
  expiresAt: Date;
} {
  const token = newToken();
  return {
    // After the #, a browser keeps it to itself: it reaches neither logs nor other sites.
    link: new URL(`/reset-password#${token}`, appUrl).href,
    tokenHash: hash(token),
    expiresAt: new Date(clock.now().getTime() + LINK_HOURS * HOUR_MS),
  };
}

/**
 * Sets a new password by a link, which is then used up, and ends all sessions of the account.
 * @throws AppError notFound for a link that was used or replaced, has expired or never existed
 */
export async function resetPassword(
  ports: SettingPorts & { readonly clock: Clock; readonly hash: (text: string) => string },
  { token, newPassword }: PasswordReset,
  request: Headers,
): Promise<void> {
  const tokenHash = ports.hash(token);
  const closed = new AppError(
    "notFound",
    "This link can no longer be used: it was used or replaced, or has expired. Ask for a new one.",
  );
  const at = ports.clock.now();
  // Before the password is hashed, which is costly on purpose.
  const userId = await ports.credentials.findLink(tokenHash, at);
  if (userId === null) throw closed;
  const actor = { kind: "user", userId, address: ports.clientAddress(request) } as const;
  const isSet = await ports.credentials.setPassword({
    userId,
    hash: await ports.passwords.hash(newPassword),
    link: { tokenHash, at },
    audit: auditEntry(actor, "account.resetPassword", { projectId: null }),
  });
  if (!isSet) throw closed;
}

/**
 * Lists all accounts of the installation by address.
 * @throws AppError notFound for everyone but administrators
 */
export async function listAccounts(
  ports: { readonly members: MembershipStore; readonly credentials: CredentialStore },
  actor: Actor,
): Promise<AccountSummary[]> {
  await requireAdministrator(ports.members, actor);
  return ports.credentials.listAccounts();
}

/**
 * Requires an administrator of the installation.
 * @throws AppError notFound
 */
export async function requireAdministrator(members: MembershipStore, actor: Actor): Promise<void> {
  if (!(await isAdministrator(members, actor))) throw notFound("page");
}
