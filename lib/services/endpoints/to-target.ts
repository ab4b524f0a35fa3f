import type { SecretBox, StoredEndpoint } from "@/lib/services/endpoints/ports";
import type { ModelTarget } from "../models/ports";

/**
 * Returns the target of calls to a stored endpoint, with its decrypted key. Keep it only for the
 * work at hand: it holds a secret.
 * @throws AppError when the stored key cannot be decrypted with the installation's key
 */
export function toTarget(stored: StoredEndpoint, secrets: Pick<SecretBox, "open">): ModelTarget {
  return {
    endpointId: stored.id,
    name: stored.name,
    baseUrl: stored.baseUrl,
    model: stored.model,
    apiKey: stored.keyCipher === null ? null : secrets.open(stored.keyCipher),
    concurrency: stored.concurrency,
    timeoutMs: stored.timeoutMs,
    jsonSchema: stored.capabilities?.jsonSchema ?? null,
    priceIn: stored.priceIn,
    priceOut: stored.priceOut,
  };
}
