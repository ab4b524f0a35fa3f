/** The server answered with a status other than 2xx. */
export class HttpStatusFailure extends Error {
  override readonly name = "HttpStatusFailure";
  constructor(
    readonly status: number,
    readonly body: string,
    readonly headers: {
      readonly retryAfter?: string;
      readonly retryAfterMs?: string;
      readonly location?: string;
    },
  ) {
    super(`status ${status}`);
  }
}

/**
 * No complete answer arrived. `code` is that of the socket, the resolver, TLS or the HTTP parser.
 */
export class TransportFailure extends Error {
  override readonly name = "TransportFailure";
  constructor(
    readonly code: string,
    readonly original: unknown,
  ) {
    super("no complete answer");
  }
}

/** The answer was incomplete when the time-out of the call expired. */
export class CallTimeoutError extends Error {
  override readonly name = "TimedOut";
}

/**
 * The code of a system, TLS or undici error, also where several addresses of a host failed
 * together.
 */
export function errorCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return "UNKNOWN";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError) return errorCodeOf(error.errors[0]);
  return error.cause === undefined ? "UNKNOWN" : errorCodeOf(error.cause);
}
