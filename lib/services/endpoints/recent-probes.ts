import { LRUCache } from "lru-cache";
import type { ProbeResult } from "@/lib/contracts/endpoints";

const MAX_AGE_MS = 10 * 60_000;
const MAX_PROBES = 50;

type Probed = { readonly baseUrl: string; readonly model: string; readonly apiKey: string | null };
type Ports = { readonly now: () => Date; readonly hash: (text: string) => string };

/**
 * Recent test results, so that saving an endpoint that was just tested does not test it again.
 * Lives in one process; holds no key. Only successful results: a server that failed may have been
 * started meanwhile.
 */
export class RecentProbes {
  readonly #results: LRUCache<string, ProbeResult>;

  constructor(readonly ports: Ports) {
    this.#results = new LRUCache({
      max: MAX_PROBES,
      ttl: MAX_AGE_MS,
      ttlResolution: 0,
      perf: { now: () => ports.now().getTime() },
    });
  }

  #keyOf({ baseUrl, model, apiKey }: Probed): string {
    return this.ports.hash(JSON.stringify([baseUrl, model, apiKey]));
  }

  remember(probed: Probed, result: ProbeResult): void {
    if (result.ok) this.#results.set(this.#keyOf(probed), result);
    else this.#results.delete(this.#keyOf(probed));
  }

  find(probed: Probed): ProbeResult | undefined {
    return this.#results.get(this.#keyOf(probed));
  }
}
