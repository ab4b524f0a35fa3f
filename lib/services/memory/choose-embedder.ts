import type { Scenario } from "@/lib/domain/scenario";
import { needsEmbeddings } from "@/lib/engine";
import type { StoredEndpoint } from "../endpoints/ports";

/** The group of endpoints that embed for whoever has none of their own. */
const EMBEDDING_GROUP = "embeddings";

const canEmbed = ({ enabled, capabilities }: StoredEndpoint): boolean =>
  enabled && capabilities?.embeddings === true;

/**
 * Who embeds the memories of a run that is about to begin: the first enabled endpoint of the group
 * `embeddings` that was found to serve them, else the run's own, else nobody (null), which is
 * feature hashing.
 */
export function chooseEmbedder(
  scenario: Scenario,
  availableEndpoints: readonly StoredEndpoint[],
  own: StoredEndpoint,
): string | null {
  if (!Object.values(scenario.agents).some(({ memory }) => needsEmbeddings(memory))) return null;
  const grouped = availableEndpoints.find(
    (endpoint) => endpoint.group === EMBEDDING_GROUP && canEmbed(endpoint),
  );
  return grouped?.id ?? (canEmbed(own) ? own.id : null);
}
