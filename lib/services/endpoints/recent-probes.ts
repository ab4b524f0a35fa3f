import type { ProbeResult } from "@/lib/contracts/endpoints";

const MAX_AGE_MS = 10 * 60_000;
const MAX_PROBES = 50;

type Probed = { readonly baseUrl: string; readonly model: string; readonly apiKey: string | null };
type Ports = { readonly now: () => Date; readonly hash: (text: string) => string };

/**
 * Recent test results, so that saving an endpoint that was just tested does not test it again.
 * Lives in one process; holds no key.
 */
export class RecentProbes {
  readonly #found = new Map<string, { readonly at: number; readonly result: ProbeResult }>();
  constructor(readonly ports: Ports) {}

  #keyOf({ baseUrl, model, apiKey }: Probed): string {
    return this.ports.hash(JSON.stringify([baseUrl, model, apiKey]));
  }

  remember(probed: Probed, result: ProbeResult): void {
    const key = this.#keyOf(probed);
    this.#found.delete(key);
    this.#found.set(key, { at: this.ports.now().getTime(), result });
    for (const oldest of this.#found.keys()) {
      if (this.#found.size <= MAX_PROBES) break;
      this.#found.delete(oldest);
    }
  }

  /** Only successful results: a server that failed may have been started meanwhile. */
  find(probed: Probed): ProbeResult | undefined {
    const found = this.#found.get(this.#keyOf(probed));
    return found?.result.ok === true && this.ports.now().getTime() - found.at < MAX_AGE_MS
      ? found.result
      : undefined;
  }
}
