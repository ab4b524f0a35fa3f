import {
  permissionOfScope,
  roleHasPermission,
  tokenScope,
  type Role,
  type TokenScope,
} from "@/lib/domain/access";

/** What each scope is called and allows, for choices and lists. */
export const SCOPE_TEXTS: Readonly<Record<TokenScope, { label: string; description: string }>> = {
  read: { label: "Read", description: "See and download studies, runs, tables and results." },
  run: {
    label: "Run",
    description: "Start and control studies, upload tables, intervene, interview, poll.",
  },
  write: { label: "Write", description: "Save reviews of decisions." },
};

/** Returns the scopes that a role can pass on. */
export const scopesOf = (role: Role): readonly TokenScope[] =>
  tokenScope.options.filter((scope) => roleHasPermission(role, permissionOfScope(scope)));
