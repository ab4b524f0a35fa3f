import type { EndpointUse } from "@/lib/contracts/endpoints";
import { canChat } from "@/lib/domain/run";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { requireAdministrator } from "./require-administrator";
import type {
  Administrators,
  EndpointStore,
  UnsettledRuns,
  UnsettledRun,
  StoredEndpoint,
} from "./ports";

type Ports = {
  readonly endpoints: EndpointStore;
  readonly administrators: Administrators;
  readonly runs: UnsettledRuns;
};

const serves = (
  { group, model, ...rest }: StoredEndpoint,
  choice: { readonly group: string; readonly model: string },
): boolean => group === choice.group && model === choice.model && canChat(rest);

/** Returns how a run calls the endpoint; null if it does not. */
function findUse(
  run: UnsettledRun,
  endpoint: StoredEndpoint,
  others: readonly StoredEndpoint[],
): Pick<EndpointUse, "alone" | "named"> | null {
  const choices = Object.values(run.models);
  const named =
    choices.some((choice) => "endpointId" in choice && choice.endpointId === endpoint.id) ||
    run.embedderId === endpoint.id ||
    (choices.length === 0 && run.endpointId === endpoint.id);
  const groups = choices.flatMap((choice) =>
    "group" in choice && serves(endpoint, choice) ? [choice] : [],
  );
  if (!named && groups.length === 0) return null;
  const isOnlyServer = groups.some(
    (choice) => !others.some((other) => other.enabled && serves(other, choice)),
  );
  return { alone: named || isOnlyServer, named: named && !isOnlyServer };
}

/**
 * Lists the queued and active runs that call an endpoint: those affected when it is disabled or
 * deleted.
 * @throws AppError `notFound`, also without permission to change endpoints
 */
export async function listEndpointUses(
  { endpoints, administrators, runs }: Ports,
  actor: Actor,
  id: string,
): Promise<EndpointUse[]> {
  await requireAdministrator(administrators, actor);
  const endpoint = await endpoints.get(id);
  if (endpoint === null) throw notFound("endpoint");
  const others = (await endpoints.list()).filter((other) => other.id !== id);
  return (await runs.unsettled()).flatMap((run) => {
    const call = findUse(run, endpoint, others);
    return call === null
      ? []
      : [{ runId: run.id, study: run.studyName, replicate: run.replicate, ...call }];
  });
}
