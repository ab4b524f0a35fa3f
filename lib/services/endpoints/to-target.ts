import type { SecretBox, StoredEndpoint } from "@/lib/services/endpoints/ports";
import { trimApiKey } from "@/lib/contracts/api-key";
import type { ModelTarget } from "../models/ports";

/** The key of an endpoint; keys stored by earlier versions may have a line break at their end. */
export function openKey(
  { keyCipher }: Pick<StoredEndpoint, "keyCipher">,
  secrets: Pick<SecretBox, "open">,
): string | null {
  const key = keyCipher === null ? "" : trimApiKey(secrets.open(keyCipher));
  return key === "" ? null : key;
}

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
    apiKey: openKey(stored, secrets),
    concurrency: stored.concurrency,
    timeoutMs: stored.timeoutMs,
    jsonSchema: stored.capabilities?.jsonSchema ?? null,
    numberBounds: stored.capabilities?.numberBounds ?? null,
    priceIn: stored.priceIn,
    priceOut: stored.priceOut,
  };
}
