import { AppError, notFound } from "@/lib/contracts/errors";
import type { ApiToken, NewToken, TokenInput, TokenList } from "@/lib/contracts/tokens";
import { permissionOfScope, roleHasPermission, type Actor } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { isUuid } from "../access/is-uuid";
import type { MembershipStore } from "../access/ports";
import type { Clock } from "../environment/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import { TOKEN_START } from "../requests/read-token";
import type { TokenRecord, TokenStore } from "./ports";

export type TokenPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly tokens: TokenStore;
  readonly clock: Clock;
};

const DAY_MS = 24 * 60 * 60 * 1000;
/** Tokens of one person in one project: far more than anybody tells apart. */
const MAX_TOKENS = 50;
/** Characters of the random part that are shown: 36 of its 256 bits. */
const SHOWN_LENGTH = 6;

/**
 * Lists the actor's tokens in their project; for its owners, those of all members.
 * @throws AppError notFound for a non-member
 */
export async function listTokens(ports: TokenPorts, actor: Actor): Promise<TokenList> {
  const { id, name, role } = await homeProject(ports, requirePerson(actor));
  const seesAll = roleHasPermission(role, "administer");
  const ownerId = actor.kind === "user" ? actor.userId : null;
  const tokens = await ports.tokens.list(id, seesAll ? null : ownerId);
  const now = ports.clock.now();
  return {
    projectName: name,
    role,
    readerId: ownerId,
    tokens: tokens.map((token) => toApiToken(token, now)),
  };
}

/**
 * Creates a token for the actor's project. Its secret is returned this once; only a hash is stored.
 * @throws AppError notFound for a non-member; invalid for a scope that the actor's role does not
 * have, and for the command line; conflict with too many tokens
 */
export async function createToken(
  ports: TokenPorts & {
    readonly newId: () => string;
    readonly newToken: () => string;
    readonly hash: (text: string) => string;
  },
  actor: Actor,
  { name, scopes, days }: TokenInput,
): Promise<NewToken> {
  if (requirePerson(actor).kind !== "user")
    throw new AppError("invalid", "A token belongs to a person: create it in Settings.");
  const project = await homeProject(ports, actor);
  const missing = scopes.find(
    (scope) => !roleHasPermission(project.role, permissionOfScope(scope)),
  );
  if (missing !== undefined)
    throw new AppError("invalid", "The token was not created.", [
      { pointer: "/scopes", message: `Your role (${project.role}) does not include “${missing}”` },
    ]);
  const secret = `${TOKEN_START}${ports.newToken()}`;
  const now = ports.clock.now();
  const token = {
    id: ports.newId(),
    name,
    scopes,
    prefix: secret.slice(0, TOKEN_START.length + SHOWN_LENGTH),
    ownerId: actor.kind === "user" ? actor.userId : "",
    createdAt: now,
    expiresAt: new Date(now.getTime() + days * DAY_MS),
  };
  const isStored = await ports.tokens.create(
    { ...token, projectId: project.id, tokenHash: ports.hash(secret) },
    MAX_TOKENS,
    auditEntry(actor, "token.create", {
      projectId: project.id,
      after: { name, scopes, prefix: token.prefix, expiresAt: token.expiresAt.toISOString() },
    }),
  );
  if (!isStored)
    throw new AppError(
      "conflict",
      `You have ${String(MAX_TOKENS)} tokens in this project, the most possible. Revoke one first.`,
    );
  return {
    token: toApiToken({ ...token, ownerName: "", lastUsedAt: null, lastAddress: null }, now),
    secret,
  };
}

/**
 * Revokes a token of the actor, or for owners of any member, in the actor's project. It stops
 * working at once.
 * @throws AppError notFound
 */
export async function revokeToken(ports: TokenPorts, actor: Actor, id: string): Promise<void> {
  const { id: projectId, role } = await homeProject(ports, requirePerson(actor));
  if (!isUuid(id)) throw notFound("token");
  const revokesAny = actor.kind !== "user" || roleHasPermission(role, "administer");
  const isRevoked = await ports.tokens.revoke(
    { id, projectId, ownerId: revokesAny ? null : actor.userId },
    (before) => auditEntry(actor, "token.revoke", { projectId, before }),
  );
  if (!isRevoked) throw notFound("token");
}

/** Tokens neither see nor make tokens: a stolen one cannot outlive its revocation. */
function requirePerson(actor: Actor): Actor {
  if (actor.kind === "user" && actor.token) throw notFound("page");
  return actor;
}

const toApiToken = (
  { createdAt, expiresAt, lastUsedAt, scopes, ...token }: TokenRecord,
  now: Date,
): ApiToken => ({
  ...token,
  scopes: [...scopes],
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  expired: expiresAt <= now,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
