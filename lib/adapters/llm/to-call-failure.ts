import type { CallFailure } from "@/lib/services/models/policy/call-failure";
import type { Failure } from "./describe-failure";

/**
 * Converts a described failure to that of the policy. `hasAnswered`: a web page is then a temporary
 * fault of a proxy.
 */
export function toCallFailure(
  { fault, message, retryable, retryAfterMs, overloaded }: Failure,
  hasAnswered: boolean,
): CallFailure {
  const passing = retryable || (fault === "notOpenAi" && hasAnswered);
  const scope = passing
    ? "passing"
    : fault === "badRequest" || fault === "refusedSchema"
      ? "request"
      : "endpoint";
  return {
    fault,
    message,
    scope,
    overloaded: overloaded ?? false,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
