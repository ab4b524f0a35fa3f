import { AppError, notFound } from "@/lib/contracts/errors";
import type { SessionSummary } from "@/lib/contracts/sessions";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { describeUserAgent } from "@/lib/domain/internet/describe-user-agent";
import type { Clock } from "../environment/ports";
import type { Accounts, ClientAddress, SessionStore } from "./ports";

type Ports = {
  readonly accounts: Accounts;
  readonly sessionStore: SessionStore;
};
type EndingPorts = Ports & { readonly clientAddress: ClientAddress };

/**
 * Lists the open sessions of the sender of a request, the one of the request first.
 * @throws AppError unauthenticated
 */
export async function listSessions(
  ports: Ports & { readonly clock: Clock },
  request: Headers,
): Promise<SessionSummary[]> {
  const { id: userId, sessionId } = await requireSession(ports.accounts, request);
  const stored = await ports.sessionStore.list(userId, ports.clock.now());
  return stored
    .map(({ id, userAgent, address, signedInAt, lastSeenAt }) => ({
      id,
      device: describeUserAgent(userAgent),
      address,
      signedInAt: signedInAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      isCurrent: id === sessionId,
    }))
    .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/**
 * Ends another session of the sender of a request, at once.
 * @throws AppError unauthenticated; notFound for one that has ended; conflict for the current one,
 * which ends by signing out
 */
export async function endSession(ports: EndingPorts, id: string, request: Headers): Promise<void> {
  const { id: userId, sessionId } = await requireSession(ports.accounts, request);
  if (id === sessionId)
    throw new AppError("conflict", "This is the session that you are using: sign out to end it.");
  const actor = { kind: "user", userId, address: ports.clientAddress(request) } as const;
  const isEnded = await ports.sessionStore.end({ userId, id }, ({ userAgent, address }) =>
    auditEntry(actor, "account.endSession", {
      projectId: null,
      before: { device: describeUserAgent(userAgent), address },
    }),
  );
  if (!isEnded) throw notFound("session");
}

/**
 * Ends all sessions of the sender of a request but the one of the request.
 * @throws AppError unauthenticated
 */
export async function endOtherSessions(
  ports: EndingPorts,
  request: Headers,
): Promise<{ ended: number }> {
  const { id: userId, sessionId } = await requireSession(ports.accounts, request);
  const actor = { kind: "user", userId, address: ports.clientAddress(request) } as const;
  const ended = await ports.sessionStore.endOthers({ userId, currentId: sessionId }, (count) =>
    auditEntry(actor, "account.endOtherSessions", { projectId: null, after: { ended: count } }),
  );
  return { ended };
}

async function requireSession(
  accounts: Accounts,
  request: Headers,
): Promise<{ id: string; sessionId: string }> {
  const user = await accounts.signedIn(request);
  if (user === null) throw new AppError("unauthenticated", "Sign in to continue. Nothing is lost.");
  return user;
}
