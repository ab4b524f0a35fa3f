import type { ModelTarget } from "@/lib/services/models/ports";
import { Connections } from "./connections";
import { offeredModels, type OfferedModel } from "./model-list";
import { freshQuirks, type Quirks } from "./quirks";

const OFFER_KEPT_MS = 60_000;
const OFFER_TIMEOUT_MS = 5_000;

/** Connections to one address with one key, and what is known of the models behind it. */
class Way {
  readonly connections: Connections;
  users = 0;
  /** Whether it has ever answered properly: then a web page in between is a passing trouble of some proxy. */
  hasAnswered = false;
  readonly #quirks = new Map<string, Quirks>();
  #offer: { at: number; models: Promise<OfferedModel[]> } | undefined;

  constructor(target: Pick<ModelTarget, "baseUrl" | "apiKey">) {
    this.connections = new Connections(target);
  }

  quirks({ model, jsonSchema }: Pick<ModelTarget, "model" | "jsonSchema">): Quirks {
    const known = this.#quirks.get(model);
    if (known !== undefined && !(jsonSchema === false && known.schemaMode === "json_schema"))
      return known;
    const quirks = {
      ...freshQuirks(jsonSchema),
      ...(known && { ...known, schemaMode: "json_object" as const }),
    };
    this.#quirks.set(model, quirks);
    return quirks;
  }

  learn(model: string, quirks: Quirks): void {
    this.#quirks.set(model, quirks);
  }

  /** The models on offer, asked for once a minute however many calls fail; empty where the server does not say. */
  offer(): Promise<OfferedModel[]> {
    const now = performance.now();
    if (this.#offer === undefined || now - this.#offer.at > OFFER_KEPT_MS) {
      this.#offer = {
        at: now,
        models: offeredModels(this.connections, OFFER_TIMEOUT_MS).catch(() => []),
      };
    }
    return this.#offer.models;
  }

  close(): Promise<void> {
    return this.connections.close();
  }
}

export type { Way };

/** The ways to one endpoint: more than one only just after an edit. */
export class EndpointWays {
  readonly #ways = new Map<string, Way>();

  /** The way for a target's address and key; give it back with `leave`. */
  enter(target: ModelTarget): Way {
    const key = `${target.baseUrl}\n${target.apiKey ?? ""}`;
    let way = this.#ways.get(key);
    if (way === undefined) {
      this.#closeUnused();
      way = new Way(target);
      this.#ways.set(key, way);
    }
    way.users += 1;
    return way;
  }

  leave(way: Way): void {
    way.users -= 1;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#ways.values()].map((way) => way.close()));
  }

  #closeUnused(): void {
    for (const [key, way] of this.#ways) {
      if (way.users > 0) continue;
      this.#ways.delete(key);
      // Nothing waits for it, and a socket that fails while closing changes nothing.
      way.close().catch(() => undefined);
    }
  }
}
