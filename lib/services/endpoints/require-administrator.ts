import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import type { Administrators } from "./ports";

/**
 * Endpoints are requests made by the server: only administrators, and the installation itself,
 * change or test them.
 * @throws AppError for everybody else
 */
export async function requireAdministrator(
  administrators: Administrators,
  actor: Actor,
): Promise<void> {
  if (actor.kind === "system" || (await administrators.isAdministrator(actor.userId))) return;
  throw new AppError(
    "notFound",
    "Only an administrator of this installation can add, change or test endpoints. Ask yours to do it.",
  );
}
