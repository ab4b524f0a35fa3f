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

/** Who makes a request; every service takes one. Command line and workers act as `system`. */
export type Actor =
  | {
      readonly kind: "user";
      readonly userId: string;
      /** The network address of the request, for the audit log. */
      readonly address?: string | null;
      /** The project that lists and new studies belong to; the person's oldest if left out. */
      readonly project?: {
        readonly id: string;
        /** Whether the request named it, so that no other one may take its place. */
        readonly isRequired: boolean;
      };
    }
  | { readonly kind: "system" };
export const SYSTEM: Actor = { kind: "system" };
