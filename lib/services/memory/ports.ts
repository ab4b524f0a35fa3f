import type { EndpointStore, SecretBox } from "../endpoints/ports";
import type { ModelPool } from "../models/ports";
import type { RunLedger } from "../runs/ports";

/** What remembering needs: the memories, and who embeds them. */
export type MemoryPorts = {
  readonly ledger: Pick<RunLedger, "memories" | "storeEmbeddings">;
  readonly endpoints: Pick<EndpointStore, "get">;
  readonly secrets: Pick<SecretBox, "open">;
  readonly pool: Pick<ModelPool, "embed">;
};

/** The run whose memories they are, as of a version. */
export type Remembering = {
  readonly key: number;
  readonly version: number;
  readonly embedderId: string | null;
};
