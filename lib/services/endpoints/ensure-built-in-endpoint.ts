import { DEFAULT_GROUP, type EndpointStore, type StoredEndpoint, ENDPOINT_DEFAULTS } from "./ports";

const NAME = "Built-in demo model";
const MODEL = "microcosm-demo";
const CONCURRENCY = 64;
const TIMEOUT_MS = 120_000;

/**
 * Ensures that the demo model, which is not an LLM, is an endpoint under its current address.
 * Called at start, by one process. Keeps limits that an administrator set.
 */
export async function ensureBuiltInEndpoint(
  endpoints: EndpointStore,
  demoModelUrl: string,
): Promise<StoredEndpoint> {
  const baseUrl = demoModelUrl.replace(/\/+$/, "");
  const existing = (await endpoints.list()).find(({ isBuiltIn }) => isBuiltIn);
  if (existing === undefined) {
    return endpoints.create(
      {
        name: NAME,
        baseUrl,
        model: MODEL,
        ...ENDPOINT_DEFAULTS,
        group: DEFAULT_GROUP,
        keyCipher: null,
        isDemo: true,
        isBuiltIn: true,
        concurrency: CONCURRENCY,
        timeoutMs: TIMEOUT_MS,
        capabilities: null,
        probedAt: null,
      },
      null,
    );
  }
  if (existing.baseUrl === baseUrl && existing.model === MODEL && existing.isDemo) return existing;
  const address = { baseUrl, model: MODEL, isDemo: true, keyCipher: null };
  return endpoints.update(existing.id, address, null);
}
