import { AppError, notFound } from "@/lib/contracts/errors";
import { PROJECT_HEADER } from "@/lib/contracts/projects";
import type { Actor } from "@/lib/domain/access";
import type { ClientAddress } from "./ports";
import type { Sightings } from "./sightings";
import type { Clock } from "../environment/ports";
import type { TokenStore } from "../tokens/ports";
import { readToken, TOKEN_START } from "../requests/read-token";
import type { TokenFailures } from "./token-failures";
import { scopeOfRoute, type TokenTarget } from "./token-routes";

export type IdentifyTokenPorts = {
  readonly tokens: TokenStore;
  readonly tokenFailures: TokenFailures;
  readonly sightings: Sightings;
  readonly clock: Clock;
  readonly clientAddress: ClientAddress;
  readonly hash: (text: string) => string;
};

/**
 * Returns the owner of the token of a request, narrowed to its scopes and project.
 * @throws AppError unauthenticated for a token that does not work (any more); forbidden for a route
 * that is closed to it; notFound for another project than its own; tooMany
 */
export async function identifyToken(
  ports: IdentifyTokenPorts,
  request: Headers,
  target: TokenTarget,
): Promise<Actor> {
  const { tokens, tokenFailures, sightings, clock, clientAddress, hash } = ports;
  const secret = readToken(request) ?? "";
  const address = clientAddress(request);
  const tokenHash = hash(secret);
  tokenFailures.admit(tokenHash, address ?? "unknown");
  const found = secret.startsWith(TOKEN_START) ? await tokens.find(tokenHash) : null;
  const now = clock.now();
  if (found === null || found.role === null || found.expiresAt <= now) {
    tokenFailures.failed(tokenHash, address ?? "unknown");
    throw new AppError(
      "unauthenticated",
      "This API token does not work: it is mistyped or revoked, has expired, or its owner is no " +
        "longer a member of the project. Create one in Settings → API tokens.",
    );
  }
  tokenFailures.succeeded(tokenHash);
  if (sightings.isDue(found.id)) await tokens.note(found.id, now, address);
  requireScope(found.scopes, target);
  const { id, projectId, scopes, ownerId } = found;
  const wanted = request.get(PROJECT_HEADER);
  if (wanted !== null && wanted !== "" && wanted !== projectId) throw notFound("project");
  return {
    kind: "user",
    userId: ownerId,
    address,
    project: { id: projectId, isRequired: true },
    token: { id, projectId, scopes },
  };
}

function requireScope(scopes: readonly string[], target: TokenTarget): void {
  const scope = scopeOfRoute(target);
  if (scope === null)
    throw new AppError(
      "forbidden",
      "API tokens cannot be used for this. Sign in to do it in a page of Microcosm.",
    );
  if (!scopes.includes(scope))
    throw new AppError(
      "forbidden",
      `This API token does not have the scope “${scope}”, which this request needs.`,
    );
}
