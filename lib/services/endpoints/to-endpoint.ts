import type { Endpoint } from "@/lib/contracts/endpoints";
import type { StoredEndpoint } from "./ports";

/** Returns an endpoint as it may leave the server: whether it has a key, never the key. */
export function toEndpoint({
  id,
  name,
  baseUrl,
  model,
  group,
  preset,
  enabled,
  priceIn,
  priceOut,
  keyCipher,
  isDemo,
  isBuiltIn,
  concurrency,
  timeoutMs,
  capabilities,
  probedAt,
}: StoredEndpoint): Endpoint {
  return {
    id,
    name,
    baseUrl,
    model,
    group,
    preset,
    enabled,
    priceIn,
    priceOut,
    hasKey: keyCipher !== null,
    isDemo,
    isBuiltIn,
    concurrency,
    timeoutMs,
    capabilities,
    probedAt: probedAt?.toISOString() ?? null,
  };
}
