import type { CallFailure } from "@/lib/services/models/policy/call-failure";
import type { Failure } from "./describe-failure";

/**
 * Converts a described failure to that of the policy. `hasAnswered`: a web page is then a temporary
 * fault of a proxy.
 */
export function toCallFailure(
  { fault, message, retryable, reason, retryAfterMs, overloaded }: Failure,
  hasAnswered: boolean,
): CallFailure {
  const passing = retryable || (fault === "notOpenAi" && reason === undefined && hasAnswered);
  const scope = passing ? "passing" : reason === undefined ? "endpoint" : "request";
  return {
    fault,
    message,
    scope,
    ...(scope === "request" && reason !== undefined && { reason }),
    overloaded: overloaded ?? false,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
