import type { ModelReply, ModelRequest } from "@/lib/engine/ports";
import type { EndpointFault, ProbeResult } from "@/lib/contracts/endpoints";

/** Where and how to call one model. */
export type ModelTarget = {
  readonly endpointId: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Whether the server enforces JSON schemas; null when nobody has probed it. */
  readonly jsonSchema: boolean | null;
  /** US dollars per million tokens; null where nobody said. */
  readonly priceIn: number | null;
  readonly priceOut: number | null;
};

/** Endpoints that serve the same model: any of them may answer a call. */
export type ModelGroup = {
  /** As people know it: the name of the group, or of its only endpoint. */
  readonly name: string;
  readonly model: string;
  /** At least one. */
  readonly targets: readonly ModelTarget[];
};

/**
 * A call that failed for a reason of the server's or the network's, after the pool's own retries.
 * `message` is written for the researcher and never holds a key.
 */
export class EndpointFailure extends Error {
  override readonly name = "EndpointFailure";
  constructor(
    readonly fault: EndpointFault,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The pool of endpoints, as services see it. */
export interface ModelPool {
  /** One call, answered by an endpoint of the group, with transport retries, back-off and each endpoint's limit. Throws `EndpointFailure`. */
  complete(group: ModelGroup, request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
  /** One vector for each text, none of which is empty, from one call with the same care. Throws `EndpointFailure`. */
  embed(target: ModelTarget, texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly number[])[]>;
  /** Makes a handful of real calls and reports what the server can do. Never throws for what a server does. */
  probe(target: Omit<ModelTarget, "endpointId" | "jsonSchema" | "priceIn" | "priceOut">): Promise<ProbeResult>;
}
