import type { AccountSummary } from "@/lib/contracts/passwords";
import type { Role } from "@/lib/domain/access";
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
  signedIn(request: Headers): Promise<{
    id: string;
    name: string;
    email: string;
    isEmailVerified: boolean;
    sessionId: string;
  } | null>;
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

/** An identity that the OpenID Connect server vouches for, and what is to be done with it. */
export type AssertedIdentity = {
  readonly action: "create-user" | "link-account" | "sign-in";
  readonly email: string;
  readonly isVerified: boolean;
};

/** Why an identity is not admitted; the page to sign in says it in words. */
export type IdentityRefusal = "email_not_verified" | "not_invited" | "not_set_up";

/** What the adapter for OpenID Connect asks before and tells after it changes accounts. */
export interface IdentityAdmission {
  admit(identity: AssertedIdentity): Promise<IdentityRefusal | null>;
  /** An account was connected with the server for the first time. */
  connected(userId: string, address: string | null): Promise<void>;
}

/** Sign-in by an OpenID Connect server. */
export interface OidcRequests {
  /** What its button says. */
  readonly label: string;
  /** Answers with the address of the server, and sets the cookie that the return is checked by. */
  start(next: string, request: Headers): Promise<Response>;
  /** Takes the return of the server: opens a session, or leads to the page to sign in. */
  finish(search: string, request: Headers): Promise<Response>;
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

/** An account without a password, made for somebody by name. */
export type AccountToCreate = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly projectId: string;
  readonly role: Role;
  readonly link: { readonly tokenHash: string; readonly expiresAt: Date };
  readonly audit: AuditEntry;
};

/** Accounts and their passwords. */
export interface CredentialStore {
  /** By address. */
  listAccounts(): Promise<AccountSummary[]>;
  /**
   * Creates an account with its membership and a link to set its password. The first owner of an
   * installation also administers it. False when the address is in use.
   */
  createAccount(account: AccountToCreate): Promise<boolean>;
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
  /**
   * Records that an account was connected with a server that vouches for its address. A password of
   * an account whose address nobody had verified is removed with its sessions: somebody else may
   * have chosen it.
   */
  connect(userId: string, audit: AuditEntry): Promise<void>;
  /** Returns the user of an open link. */
  findLink(tokenHash: string, at: Date): Promise<string | null>;
}

/** A stored session; the token of its cookie is not part of it. */
export type StoredSession = {
  readonly id: string;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly signedInAt: Date;
  readonly lastSeenAt: Date;
};

export interface SessionStore {
  /** Those of a user that have not expired, those seen last first. */
  list(userId: string, at: Date): Promise<StoredSession[]>;
  /** Ends a session of this user with its entry; false when it has ended. */
  end(
    session: { readonly userId: string; readonly id: string },
    audit: (ended: Pick<StoredSession, "userAgent" | "address">) => AuditEntry,
  ): Promise<boolean>;
  /** Ends all others with their entry, if there are any. Returns their number. */
  endOthers(
    sessions: { readonly userId: string; readonly currentId: string },
    audit: (count: number) => AuditEntry,
  ): Promise<number>;
  /** Notes that a session is used. */
  note(sessionId: string, at: Date, address: string | null): Promise<void>;
}
