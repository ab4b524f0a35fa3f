import type { ModelTarget } from "@/lib/services/models/ports";
import { HttpClient } from "./http-client";
import { fetchOfferedModels, type OfferedModel } from "./model-list";
import { defaultQuirks, type Quirks } from "./quirks";

const MODEL_LIST_TTL_MS = 60_000;
const MODEL_LIST_TIMEOUT_MS = 5_000;

/** The HTTP client for one address and key, and the known quirks of the models behind it. */
class Connection {
  readonly client: HttpClient;
  users = 0;
  /** Whether it has ever answered properly: a web page is then a temporary fault of a proxy. */
  hasAnswered = false;
  readonly #quirks = new Map<string, Quirks>();
  #modelList: { at: number; models: Promise<OfferedModel[]> } | undefined;

  constructor(target: Pick<ModelTarget, "baseUrl" | "apiKey">) {
    this.client = new HttpClient(target);
  }

  quirks(target: Pick<ModelTarget, "model" | "jsonSchema" | "numberBounds">): Quirks {
    const { model, jsonSchema, numberBounds } = target;
    const known = this.#quirks.get(model);
    const losesSchema = jsonSchema === false && known?.schemaMode === "json_schema";
    const losesBounds = numberBounds === false && known?.boundsNumbers === true;
    if (known !== undefined && !losesSchema && !losesBounds) return known;
    const quirks: Quirks = {
      ...(known ?? defaultQuirks(target)),
      ...(losesSchema && { schemaMode: "json_object" }),
      ...(losesBounds && { boundsNumbers: false }),
    };
    this.#quirks.set(model, quirks);
    return quirks;
  }

  rememberQuirks(model: string, quirks: Quirks): void {
    this.#quirks.set(model, quirks);
  }

  /**
   * Lists the models that the server offers, at most once a minute however many calls fail; empty
   * where the server does not list any.
   */
  listModels(): Promise<OfferedModel[]> {
    const now = performance.now();
    if (this.#modelList === undefined || now - this.#modelList.at > MODEL_LIST_TTL_MS) {
      this.#modelList = {
        at: now,
        models: fetchOfferedModels(this.client, MODEL_LIST_TIMEOUT_MS).catch(() => []),
      };
    }
    return this.#modelList.models;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

export type { Connection };

/** The connections to one endpoint: more than one only just after it was edited. */
export class EndpointConnections {
  readonly #connections = new Map<string, Connection>();

  /** Returns the connection for a target's address and key; give it back with `release`. */
  acquire(target: ModelTarget): Connection {
    const key = `${target.baseUrl}\n${target.apiKey ?? ""}`;
    let connection = this.#connections.get(key);
    if (connection === undefined) {
      this.#closeUnused();
      connection = new Connection(target);
      this.#connections.set(key, connection);
    }
    connection.users += 1;
    return connection;
  }

  release(connection: Connection): void {
    connection.users -= 1;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((connection) => connection.close()));
  }

  #closeUnused(): void {
    for (const [key, connection] of this.#connections) {
      if (connection.users > 0) continue;
      this.#connections.delete(key);
      // Nothing waits for it, and an error of a closing socket has no effect.
      connection.close().catch(() => undefined);
    }
  }
}
