import { z } from "zod";
import type { EmbeddingCall } from "@/lib/domain/decision";
import type { ModelReply, ModelRequest } from "@/lib/engine";
import type { EndpointFault, ProbeResult } from "@/lib/contracts/endpoints";
import type { CallFailureReason } from "@/lib/domain/answers";

/** Address and settings of one model. */
export type ModelTarget = {
  readonly endpointId: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Whether the server enforces JSON schemas; null before a test. */
  readonly jsonSchema: boolean | null;
  /** Whether it keeps numbers within the bounds of schemas; null before a test. */
  readonly numberBounds: boolean | null;
  /** US dollars per million tokens; null when not set. */
  readonly priceIn: number | null;
  readonly priceOut: number | null;
};

/** Endpoints that serve the same model: any of them may answer a call. */
export type ModelGroup = {
  /** Display name: that of the group, or of its only endpoint. */
  readonly name: string;
  readonly model: string;
  /** At least one. */
  readonly targets: readonly ModelTarget[];
};

/**
 * A call that failed because of the server or the network, after the pool's own retries. `message`
 * is written for the researcher and never contains a key.
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

/** A call as its last endpoint was sent it. */
export type SentCall = {
  readonly endpoint: string;
  readonly model: string;
  /** As of a reply; null where unknown. */
  readonly envelope: string | null;
};

/** One call failed for a reason of its own, at an endpoint that responds. */
export class CallFailedError extends EndpointFailure {
  /**
   * Whether that is known: a server that fails on a call may fail on every other, too, where none
   * was answered in the meantime.
   */
  readonly isProven: boolean;

  constructor(
    fault: EndpointFault,
    message: string,
    readonly reason: CallFailureReason,
    readonly sent: SentCall,
    { isProven = true }: { readonly isProven?: boolean } = {},
  ) {
    super(fault, message);
    this.isProven = isProven;
  }
}

/** Whether an endpoint is called: as usual, not at all after failures, or by one trial call. */
export const circuitState = z.enum(["closed", "open", "halfOpen"]);
export type CircuitState = z.infer<typeof circuitState>;

/**
 * What this process knows of one endpoint. Counts are of attempts, since the process first called
 * it.
 */
export type EndpointStatus = {
  readonly endpointId: string;
  readonly name: string;
  readonly model: string;
  /**
   * Calls in flight, and their current limit: at least 1, at most this process's share of the
   * endpoint's concurrency.
   */
  readonly active: number;
  readonly limit: number;
  /** Calls that wait for a place and may take one here. */
  readonly waiting: number;
  readonly circuit: CircuitState;
  /**
   * Why it is not called, as a message for people, and when it is tried again in milliseconds since
   * 1970; null while closed.
   */
  readonly circuitReason: string | null;
  readonly retryAt: number | null;
  readonly calls: number;
  readonly ok: number;
  readonly failed: Readonly<Partial<Record<EndpointFault, number>>>;
  /** Attempts abandoned because their run stopped, or another endpoint answered first. */
  readonly abandoned: number;
  /** Of `calls`: repetitions after a failure, and hedges. */
  readonly retries: number;
  readonly hedges: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Sum over `ok`. */
  readonly latencyMs: number;
  /** Null before the first answer. */
  readonly latencyP50Ms: number | null;
  readonly latencyP95Ms: number | null;
  /** Exponentially weighted over about half a minute; tokens of prompts and answers. */
  readonly callsPerSecond: number;
  readonly tokensPerSecond: number;
};

/** What calls for embeddings asked, content-addressed. */
export interface EmbeddingCallStore {
  /** Stores a call of a run that was answered, or failed for its text alone. */
  recordEmbeddingCall(run: number, call: EmbeddingCall): Promise<void>;
}

/** The pool of endpoints, as services see it. */
export interface ModelPool {
  /**
   * Makes one call, answered by an endpoint of the group, with transport retries, back-off and each
   * endpoint's limit. Throws `EndpointFailure`; `CallFailedError` where this call alone is, or may
   * be, at fault.
   */
  complete(group: ModelGroup, request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
  /**
   * Returns one vector per text, none of which may be empty, from one call with the same retries
   * and limits. Throws `EndpointFailure`; `CallFailedError` where these texts may be at fault.
   */
  embed(
    target: ModelTarget,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly (readonly number[])[]>;
  /**
   * Makes one tiny chat call, past queue and circuit; resolves when the endpoint serves, and closes
   * its circuit. Throws `EndpointFailure`, also without a call during the server's Retry-After.
   */
  check(target: ModelTarget, signal?: AbortSignal): Promise<void>;
  /** Every endpoint this process has called. */
  status(): readonly EndpointStatus[];
  /**
   * Sets how many live worker processes call the same endpoints, this one included: each takes its
   * share of their concurrency.
   */
  setShare(processes: number): void;
  /** The number last set; 1 before. */
  processes(): number;
  /**
   * Makes a handful of real calls and reports the server's capabilities. Never throws for failures
   * of the server.
   */
  probe(
    target: Omit<
      ModelTarget,
      "endpointId" | "jsonSchema" | "numberBounds" | "priceIn" | "priceOut"
    >,
  ): Promise<ProbeResult>;
}
