import { DEFAULT_GROUP, type EndpointStore, type SecretBox, type StoredEndpoint, UNSAID } from "./ports";

type Wanted = { readonly name: string; readonly baseUrl: string; readonly model: string; readonly apiKey: string | null; readonly concurrency: number };

/**
 * The endpoint with this address and model, made or brought up to date: how the command line names one. Also takes
 * `inprocess://` addresses, which the web form does not admit.
 */
export async function ensureEndpoint(ports: { readonly endpoints: EndpointStore; readonly secrets: SecretBox }, wanted: Wanted): Promise<StoredEndpoint> {
  const { apiKey, ...rest } = wanted;
  const keyCipher = apiKey === null ? null : ports.secrets.seal(apiKey);
  const existing = (await ports.endpoints.list()).find(({ baseUrl, model }) => baseUrl === wanted.baseUrl && model === wanted.model);
  if (existing) return ports.endpoints.update(existing.id, { keyCipher, concurrency: wanted.concurrency });
  return ports.endpoints.create({ ...UNSAID, ...rest, group: DEFAULT_GROUP, keyCipher, isDemo: false, isBuiltIn: false, timeoutMs: 120_000, capabilities: null, probedAt: null });
}
