import { AppError } from "@/lib/contracts/errors";
import { accountToCreate, type NamedAccount, type PasswordLink } from "@/lib/contracts/passwords";
import type { Actor } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import { newPasswordLink, requireAdministrator, type LinkPorts } from "./passwords";

/**
 * Creates an account in the actor's project, without a mail server: its person sets the password by
 * the returned link, once, within a day.
 * @throws AppError notFound for everyone but administrators; invalid for what is no address;
 * conflict for one in use
 */
export async function createAccount(
  ports: LinkPorts & { readonly projects: ProjectStore; readonly newId: () => string },
  actor: Actor,
  input: NamedAccount,
): Promise<PasswordLink> {
  await requireAdministrator(ports.members, actor);
  const parsed = accountToCreate.safeParse(input);
  if (!parsed.success)
    throw new AppError(
      "invalid",
      "The account was not created.",
      parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join("/")}`, message })),
    );
  const { name, role } = parsed.data;
  const email = parsed.data.email.toLowerCase();
  const { id: projectId } = await homeProject(ports, actor);
  const { link, ...stored } = newPasswordLink(ports);
  const isCreated = await ports.credentials.createAccount({
    ...{ id: ports.newId(), name, email, projectId, role, link: stored },
    audit: auditEntry(actor, "account.create", { projectId, after: { email, role } }),
  });
  if (!isCreated)
    throw new AppError(
      "conflict",
      `An account with the address ${email} already exists. Invite its person to the project ` +
        "instead, or make a link for a new password.",
    );
  return { email, link, expiresAt: stored.expiresAt.toISOString() };
}
