import type { Viewer } from "@/lib/contracts/account";
import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { chooseProject } from "../projects/home-project";
import { wantedProject } from "./wanted-project";
import type { AccountPorts } from "./create-owner";

/**
 * Returns who sends this request.
 * @throws AppError unauthenticated
 */
export async function identify(
  ports: Pick<AccountPorts, "accounts" | "clientAddress">,
  request: Headers,
): Promise<Actor> {
  const user = await ports.accounts.signedIn(request);
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
  ports: Pick<AccountPorts, "accounts" | "members">,
  request: Headers,
): Promise<Viewer | null> {
  const user = await ports.accounts.signedIn(request);
  if (!user) return null;
  const [administrator, projects] = await Promise.all([
    ports.members.isAdministrator(user.id),
    ports.members.listProjects(user.id),
  ]);
  const project = chooseProject(projects, wantedProject(request)) ?? null;
  return { id: user.id, name: user.name, email: user.email, administrator, project, projects };
}
