import type { AuditFacts } from "@/lib/domain/audit/audit-entry";
import type { StoredEndpoint } from "./ports";

/** Returns an endpoint for the audit log: its settings and whether it has a key, never the key. */
export const endpointFacts = ({
  name,
  baseUrl,
  model,
  group,
  enabled,
  concurrency,
  timeoutMs,
  priceIn,
  priceOut,
  keyCipher,
}: Omit<StoredEndpoint, "id">): AuditFacts => ({
  name,
  baseUrl,
  model,
  group,
  enabled,
  concurrency,
  timeoutMs,
  priceIn,
  priceOut,
  hasKey: keyCipher !== null,
});
