import type { Scenario } from "@/lib/domain/scenario";
import { needsEmbeddings } from "@/lib/engine";
import type { StoredEndpoint } from "../endpoints/ports";

/** The group of endpoints that embed for runs whose own endpoint does not. */
const EMBEDDING_GROUP = "embeddings";

const canEmbed = ({ enabled, capabilities }: StoredEndpoint): boolean =>
  enabled && capabilities?.embeddings === true;

/**
 * Chooses the embedder of a new run: the first enabled endpoint of the group `embeddings` that a
 * test found to serve them, else the run's own endpoint, else null, which means feature hashing.
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
