import type { CallFailure } from "@/lib/services/models/policy/call-failure";
import type { Failure } from "./describe-failure";

/**
 * What a described failure means for the policy. `hasAnswered`: a web page is then a passing
 * trouble of some proxy.
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
