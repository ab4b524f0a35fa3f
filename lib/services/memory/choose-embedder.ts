import type { Scenario } from "@/lib/domain/scenario";
import { AppError } from "@/lib/contracts/errors";
import { needsEmbeddings } from "@/lib/engine";
import type { StoredEndpoint } from "../endpoints/ports";

/** The group of endpoints that embed for runs whose own endpoint does not. */
const EMBEDDING_GROUP = "embeddings";

const canEmbed = ({ enabled, capabilities }: StoredEndpoint): boolean =>
  enabled && capabilities?.embeddings === true;

/**
 * Chooses the embedder of a new run: the first enabled endpoint of the group `embeddings` that a
 * test found to serve them, else the run's own endpoint, else null, which means feature hashing.
 * Hashing never replaces an endpoint that is meant to embed and failed its test.
 * @throws AppError invalid where there is such an endpoint
 */
export function chooseEmbedder(
  scenario: Scenario,
  availableEndpoints: readonly StoredEndpoint[],
  own: StoredEndpoint,
): string | null {
  if (!Object.values(scenario.agents).some(({ memory }) => needsEmbeddings(memory))) return null;
  const grouped = availableEndpoints.filter(
    ({ group, enabled }) => group === EMBEDDING_GROUP && enabled,
  );
  const chosen = grouped.find(canEmbed) ?? (canEmbed(own) ? own : undefined);
  if (chosen) return chosen.id;
  const [failed] = grouped;
  if (failed)
    throw new AppError(
      "invalid",
      `The memories of agents need embeddings, and the endpoint “${failed.name}” of the group ` +
        `“${EMBEDDING_GROUP}” has not passed its test for them. Test it on the Models page. To ` +
        "rank memories by the words that they share instead, turn it off or take it out of the " +
        "group.",
    );
  if (own.capabilities?.embeddings === null)
    throw new AppError(
      "invalid",
      `The memories of agents need embeddings, and the test of the endpoint “${own.name}” did ` +
        "not find out whether it has them: it did not respond to that question. Test it again on " +
        "the Models page.",
    );
  return null;
}
