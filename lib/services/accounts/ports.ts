import type { AccountSummary } from "@/lib/contracts/passwords";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";

/** Creates accounts and identifies the sender of a request. */
export interface Accounts {
  /**
   * Creates an account and signs it in; `headers` carry the session's cookie. Throws `AppError` for
   * an address in use.
   */
  signUp(
    account: { name: string; email: string; password: string },
    request: Headers,
  ): Promise<{ userId: string; headers: Headers }>;
  /** Returns who sends this request, or null. */
  signedIn(
    request: Headers,
  ): Promise<{ id: string; name: string; email: string; sessionId: string } | null>;
}

/** Runs work that only one process at a time may do. */
export interface Exclusive {
  run<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

/**
 * Returns the network address of the client of a request, or null. Only proxies that the
 * installation trusts can say that it is another than the one connected.
 */
export type ClientAddress = (request: Headers) => string | null;

/** The routes of the library for sessions, which sets and clears the cookie in its response. */
export interface SessionRequests {
  /** Sends a body in the name of the request with these headers. */
  send(path: string, body: object, request: Headers): Promise<Response>;
}

/** What people may change about their own accounts. */
export interface ProfileStore {
  /** Sets the name, and writes the entry in the same transaction. */
  rename(
    userId: string,
    name: string,
    audit: (before: { readonly name: string }) => AuditEntry,
  ): Promise<void>;
}

/** Hashes passwords slowly, as the library for sessions checks them. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  matches(hash: string, password: string): Promise<boolean>;
}

/** A new password; all sessions but the current one end with it. */
export type PasswordToSet = {
  readonly userId: string;
  readonly hash: string;
  readonly currentSession?: string;
  /** The link that must still be open, and is used up. */
  readonly link?: { readonly tokenHash: string; readonly at: Date };
  readonly audit: AuditEntry;
};

/** Accounts and their passwords. */
export interface CredentialStore {
  /** By address. */
  listAccounts(): Promise<AccountSummary[]>;
  findHash(userId: string): Promise<string | null>;
  /** Sets a password in one transaction; false when its link was used in the meantime. */
  setPassword(password: PasswordToSet): Promise<boolean>;
  /** Stores a link in place of an earlier one of the account. */
  storeLink(link: {
    readonly userId: string;
    readonly tokenHash: string;
    readonly expiresAt: Date;
    readonly audit: AuditEntry;
  }): Promise<void>;
  /** Returns the user of an open link. */
  findLink(tokenHash: string, at: Date): Promise<string | null>;
}
