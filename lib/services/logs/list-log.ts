import { notFound } from "@/lib/contracts/errors";
import type { LogPage, LogQuery } from "@/lib/contracts/logs";
import type { Actor } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import type { LogStore } from "./ports";

/**
 * Lists the latest warnings and errors of the processes of the installation, of all projects.
 * @throws AppError notFound for everyone but administrators
 */
export async function listLog(
  {
    members,
    logs,
  }: { readonly members: Pick<MembershipStore, "isAdministrator">; readonly logs: LogStore },
  actor: Actor,
  query: LogQuery,
): Promise<LogPage> {
  if (actor.kind !== "system" && !(await members.isAdministrator(actor.userId)))
    throw notFound("log");
  const entries = await logs.list(query);
  const last = entries.length === query.limit ? entries.at(-1) : undefined;
  return { entries, next: last?.id ?? null };
}
