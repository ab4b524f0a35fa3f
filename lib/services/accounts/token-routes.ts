import type { TokenScope } from "@/lib/domain/access";

/** The request that a token is used for. */
export type TokenTarget = { readonly method: string; readonly path: string };

/**
 * The routes that are open to programs with a token, with the scope that each needs; `*` is one
 * part of a path. All others are for people: accounts, members, invitations, tokens, the audit log,
 * the administration.
 */
const ROUTES: readonly (readonly [scope: TokenScope, method: string, path: string])[] = [
  ["read", "GET", "/api/projects"],
  ["read", "GET", "/api/projects/budget"],
  ["read", "GET", "/api/members"],
  ["read", "GET", "/api/templates"],
  ["read", "GET", "/api/templates/*"],
  ["read", "GET", "/api/scenarios"],
  ["read", "GET", "/api/scenarios/*/document"],
  ["read", "POST", "/api/scenarios/check"],
  ["read", "GET", "/api/endpoints"],
  ["read", "GET", "/api/models/live"],
  ["read", "GET", "/api/datasets"],
  ["read", "GET", "/api/datasets/*"],
  ["run", "POST", "/api/datasets"],
  ["run", "DELETE", "/api/datasets/*"],
  ["run", "POST", "/api/estimates"],
  ["read", "GET", "/api/studies"],
  ["read", "GET", "/api/studies/tags"],
  ["read", "GET", "/api/studies/*"],
  ["read", "GET", "/api/studies/*/budget"],
  ["read", "GET", "/api/studies/*/estimate"],
  ["read", "GET", "/api/studies/*/overview"],
  ["run", "POST", "/api/studies"],
  ["run", "PATCH", "/api/studies/*"],
  ["run", "POST", "/api/studies/*/repeat"],
  ["run", "PUT", "/api/studies/*/details"],
  ["run", "PUT", "/api/studies/*/archive"],
  ["run", "DELETE", "/api/studies/*/archive"],
  ["read", "GET", "/api/runs/*"],
  ["read", "GET", "/api/runs/*/agents"],
  ["read", "GET", "/api/runs/*/cast"],
  ["read", "GET", "/api/runs/*/decisions"],
  ["read", "GET", "/api/runs/*/decisions/*/*"],
  ["read", "GET", "/api/runs/*/decisions/*/*/form"],
  ["write", "PUT", "/api/runs/*/decisions/*/*/review"],
  ["read", "GET", "/api/runs/*/estimate"],
  ["read", "GET", "/api/runs/*/events"],
  ["read", "GET", "/api/runs/*/faults"],
  ["read", "GET", "/api/runs/*/files/*"],
  ["read", "GET", "/api/runs/*/fork"],
  ["run", "POST", "/api/runs/*/fork"],
  ["read", "GET", "/api/runs/*/interventions"],
  ["run", "POST", "/api/runs/*/interventions"],
  ["read", "GET", "/api/runs/*/interviews"],
  ["run", "POST", "/api/runs/*/interviews"],
  ["read", "GET", "/api/runs/*/measures"],
  ["read", "GET", "/api/runs/*/network"],
  ["read", "GET", "/api/runs/*/polls"],
  ["run", "POST", "/api/runs/*/polls"],
  ["read", "GET", "/api/runs/*/polls/*"],
  ["read", "GET", "/api/runs/*/polls/*/answers"],
  ["run", "POST", "/api/runs/*/polls/*/resume"],
  ["read", "POST", "/api/runs/*/replay"],
  // pause, resume, cancel
  ["run", "POST", "/api/runs/*/*"],
];

const matches = (pattern: string, path: string): boolean => {
  const wanted = pattern.split("/");
  const parts = path.split("/");
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => (part === "*" ? parts[index] !== "" : part === parts[index]))
  );
};

/** Returns the scope that a request needs of a token; null for one that takes no tokens. */
export const scopeOfRoute = ({ method, path }: TokenTarget): TokenScope | null =>
  ROUTES.find(([, wanted, pattern]) => wanted === method && matches(pattern, path))?.[0] ?? null;
