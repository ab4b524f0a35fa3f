import type { EndpointFault } from "@/lib/contracts/endpoints";

/** What a failed attempt says about the call and the endpoint. */
export type CallFailure = {
  readonly fault: EndpointFault;
  /** For people; never holds a key. */
  readonly message: string;
  /**
   * `passing`: calling again may help. `endpoint`: nobody is served there until somebody changes
   * something. `request`: the server is well and does not take this call.
   */
  readonly scope: "passing" | "endpoint" | "request";
  /** The server has too much to do: 429, 503, 529, a time-out. */
  readonly overloaded: boolean;
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
};
