import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { isAdministrator } from "../access/require-permission";
import type { Administrators } from "./ports";

/**
 * Requires an administrator, or the installation itself: endpoints cause requests by the server, so
 * nobody else may change or test them.
 * @throws AppError for everyone else
 */
export async function requireAdministrator(
  administrators: Administrators,
  actor: Actor,
): Promise<void> {
  if (await isAdministrator(administrators, actor)) return;
  throw new AppError(
    "notFound",
    "Only administrators of this installation can add, change or test endpoints. Ask one of them.",
  );
}
