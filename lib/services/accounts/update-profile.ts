import type { UpdateProfile } from "@/lib/contracts/account";
import { AppError } from "@/lib/contracts/errors";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { Actor } from "@/lib/domain/access";
import type { ProfileStore } from "./ports";

/**
 * Changes the name of the signed-in person.
 * @throws AppError invalid for the installation itself, which has no name
 */
export async function updateProfile(
  { profiles }: { readonly profiles: ProfileStore },
  actor: Actor,
  { name }: UpdateProfile,
): Promise<void> {
  if (actor.kind !== "user") throw new AppError("invalid", "Only people have a name.");
  await profiles.rename(actor.userId, name, (before) =>
    auditEntry(actor, "account.rename", { projectId: null, before, after: { name } }),
  );
}
