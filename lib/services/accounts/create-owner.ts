import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { CreateOwner } from "@/lib/contracts/account";
import { AppError } from "@/lib/contracts/errors";
import type { MembershipStore } from "../access/ports";
import { FIRST_PROJECT } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import type { Accounts, ClientAddress, Exclusive } from "./ports";

export type AccountPorts = {
  readonly accounts: Accounts;
  readonly exclusive: Exclusive;
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  /** Required when the server listens beyond this machine. */
  readonly setupCode: string | undefined;
  readonly clientAddress: ClientAddress;
};

/**
 * Returns whether the installation still needs its owner, and whether creating one needs the code
 * printed at start.
 */
export async function getSetupState(
  ports: Pick<AccountPorts, "members" | "setupCode">,
): Promise<{ needsOwner: boolean; needsCode: boolean }> {
  return {
    needsOwner: !(await ports.members.hasOwner()),
    needsCode: ports.setupCode !== undefined,
  };
}

/**
 * Creates the owner of the first project, who also administers the installation, and signs them in.
 * @throws AppError conflict when an owner exists; invalid for a wrong setup code
 */
export async function createOwner(
  ports: AccountPorts,
  input: CreateOwner,
  request: Headers,
): Promise<{ headers: Headers }> {
  return ports.exclusive.run("create-owner", async () => {
    if (await ports.members.hasOwner())
      throw new AppError(
        "conflict",
        "This installation already has an owner. Sign in, or ask them for an account.",
      );
    if (ports.setupCode !== undefined && input.setupCode !== ports.setupCode) {
      throw new AppError(
        "invalid",
        "The setup code is wrong. It was printed in the terminal where Microcosm was started.",
      );
    }
    await ports.members.removeNonMembers();
    const { name, email, password } = input;
    const { userId, headers } = await ports.accounts.signUp({ name, email, password }, request);
    const project = await ports.projects.ensureFirst(FIRST_PROJECT);
    const actor = { kind: "user", userId, address: ports.clientAddress(request) } as const;
    const audit = auditEntry(actor, "account.createOwner", { projectId: project.id });
    await ports.projects.makeOwner(project.id, userId, audit);
    return { headers };
  });
}
