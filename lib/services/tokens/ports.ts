import type { Role, TokenScope } from "@/lib/domain/access";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";

export type TokenRecord = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly prefix: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastAddress: string | null;
};

export type TokenToStore = Pick<
  TokenRecord,
  "id" | "name" | "scopes" | "prefix" | "ownerId" | "createdAt" | "expiresAt"
> & { readonly projectId: string; readonly tokenHash: string };

/** What a request with a token is checked against. */
export type FoundToken = {
  readonly id: string;
  readonly projectId: string;
  readonly ownerId: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Date;
  /** The present role of its owner; null for somebody who is no member any more. */
  readonly role: Role | null;
};

export interface TokenStore {
  /** Those not revoked, the newest first; of one owner, or of all for null. */
  list(projectId: string, ownerId: string | null): Promise<TokenRecord[]>;
  /** Stores a token with its entry; false when its owner has `max` of them in the project. */
  create(token: TokenToStore, max: number, audit: AuditEntry): Promise<boolean>;
  /** Revokes a token of a project, of one owner or of any for null; false when there is none. */
  revoke(
    token: { readonly id: string; readonly projectId: string; readonly ownerId: string | null },
    audit: (revoked: { readonly name: string }) => AuditEntry,
  ): Promise<boolean>;
  /** Returns a token that was not revoked, by the hash of its secret. */
  find(tokenHash: string): Promise<FoundToken | null>;
  /** Notes that a token is used. */
  note(id: string, at: Date, address: string | null): Promise<void>;
}
