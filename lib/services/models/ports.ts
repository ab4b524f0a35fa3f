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
  /** One call, with transport retries, back-off and the endpoint's concurrency limit. Throws `EndpointFailure`. */
  complete(target: ModelTarget, request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
  /** One vector for each text, none of which is empty, from one call with the same care. Throws `EndpointFailure`. */
  embed(target: ModelTarget, texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly number[])[]>;
  /** Makes a handful of real calls and reports what the server can do. Never throws for what a server does. */
  probe(target: Omit<ModelTarget, "endpointId" | "jsonSchema">): Promise<ProbeResult>;
}
