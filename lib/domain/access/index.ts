import { z } from "zod";

export const role = z.enum(["owner", "researcher", "annotator", "viewer"]);
export type Role = z.infer<typeof role>;

/** Permissions of a member within a project. */
const PERMISSIONS = ["read", "run", "review", "administer"] as const;
export type Permission = (typeof PERMISSIONS)[number];

const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  researcher: ["read", "run", "review"],
  annotator: ["review"],
  viewer: ["read"],
};

/** Whether a role carries a permission. */
export const roleHasPermission = (role: Role, permission: Permission): boolean =>
  ROLE_PERMISSIONS[role].includes(permission);

/** What an API token may be used for, within the role of its owner. */
export const tokenScope = z.enum(["read", "run", "write"]);
export type TokenScope = z.infer<typeof tokenScope>;

const SCOPE_PERMISSIONS: Readonly<Record<TokenScope, Permission>> = {
  read: "read",
  run: "run",
  write: "review",
};

/** Returns the permission that a scope passes on; no scope passes on `administer`. */
export const permissionOfScope = (scope: TokenScope): Permission => SCOPE_PERMISSIONS[scope];

/** The API token of a request. */
export type UsedToken = {
  readonly id: string;
  readonly projectId: string;
  readonly scopes: readonly TokenScope[];
};

/** Whether a token passes on a permission of its owner in a project. */
export const tokenHasPermission = (
  { projectId, scopes }: UsedToken,
  query: { readonly projectId: string; readonly permission: Permission },
): boolean =>
  projectId === query.projectId &&
  scopes.some((scope) => permissionOfScope(scope) === query.permission);

/** Who makes a request; every service takes one. Command line and workers act as `system`. */
export type Actor =
  | {
      readonly kind: "user";
      readonly userId: string;
      /** The network address of the request, for the audit log. */
      readonly address?: string | null;
      /** Narrows what the person may do, where a program sent the request with a token. */
      readonly token?: UsedToken;
      /** The project that lists and new studies belong to; the person's oldest if left out. */
      readonly project?: {
        readonly id: string;
        /** Whether the request named it, so that no other one may take its place. */
        readonly isRequired: boolean;
      };
    }
  | { readonly kind: "system" };
export const SYSTEM: Actor = { kind: "system" };
