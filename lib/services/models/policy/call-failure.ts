import type { EndpointFault } from "@/lib/contracts/endpoints";
import type { CallFailureReason } from "@/lib/domain/answers";

/** What a failed attempt reveals about the call and the endpoint. */
export type CallFailure = {
  readonly fault: EndpointFault;
  /** Shown to people; never contains a key. */
  readonly message: string;
  /**
   * `passing`: calling again may help. `endpoint`: the endpoint serves no calls until its settings
   * change. `request`: the server is healthy and refuses this call.
   */
  readonly scope: "passing" | "endpoint" | "request";
  /** With the scope `request`: what is wrong with this call. */
  readonly reason?: CallFailureReason;
  /** The server is overloaded: 429, 503, 529, a time-out. */
  readonly overloaded: boolean;
  /** Retry-After of the server, in milliseconds. */
  readonly retryAfterMs?: number;
};
