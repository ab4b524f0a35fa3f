import type { Viewer } from "@/lib/contracts/account";
import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { chooseProject } from "../projects/home-project";
import type { Clock } from "../environment/ports";
import { identifyToken, type IdentifyTokenPorts } from "./identify-token";
import { hasToken } from "../requests/read-token";
import type { TokenTarget } from "./token-routes";
import { wantedProject } from "./wanted-project";
import type { AccountPorts } from "./create-owner";
import type { SessionStore } from "./ports";
import type { Sightings } from "./sightings";

type SignedInPorts = Pick<AccountPorts, "accounts" | "clientAddress"> & {
  readonly sessionStore: SessionStore;
  readonly sightings: Sightings;
  readonly clock: Clock;
};

/** No route is open to a token there. */
const NO_TARGET: TokenTarget = { method: "", path: "" };

/**
 * Returns who sends this request: the owner of its token if it has one, whatever its cookies are,
 * else the person signed in. `target` is the request for which a token is used.
 * @throws AppError unauthenticated; as `identifyToken`
 */
export async function identify(
  ports: SignedInPorts & IdentifyTokenPorts,
  request: Headers,
  target: TokenTarget = NO_TARGET,
): Promise<Actor> {
  if (hasToken(request)) return identifyToken(ports, request, target);
  const user = await signedIn(ports, request);
  if (!user) throw new AppError("unauthenticated", "Sign in to continue. Nothing is lost.");
  const project = wantedProject(request);
  return {
    kind: "user",
    userId: user.id,
    address: ports.clientAddress(request),
    ...(project && { project }),
  };
}

/** Returns the signed-in person with their projects, or null without a session. */
export async function getViewer(
  ports: SignedInPorts & Pick<AccountPorts, "members">,
  request: Headers,
): Promise<Viewer | null> {
  const user = await signedIn(ports, request);
  if (!user) return null;
  const [administrator, projects] = await Promise.all([
    ports.members.isAdministrator(user.id),
    ports.members.listProjects(user.id),
  ]);
  const project = chooseProject(projects, wantedProject(request)) ?? null;
  return { id: user.id, name: user.name, email: user.email, administrator, project, projects };
}

/** Returns the sender of a request, and notes that their session is used. */
async function signedIn(
  { accounts, clientAddress, sessionStore, sightings, clock }: SignedInPorts,
  request: Headers,
): ReturnType<AccountPorts["accounts"]["signedIn"]> {
  const user = await accounts.signedIn(request);
  if (user !== null && sightings.isDue(user.sessionId))
    await sessionStore.note(user.sessionId, clock.now(), clientAddress(request));
  return user;
}
