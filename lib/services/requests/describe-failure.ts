import { AppError } from "@/lib/contracts/errors";
import type { LogLevel } from "@/lib/domain/log";

/** A line of the log about a request that was answered with a status of 500 or more. */
export type FailureLine = {
  readonly message: string;
  readonly details: { readonly level: LogLevel } & Readonly<Record<string, string | number>>;
};

/**
 * Describes such an answer for the log. `error` is what the person is told in place of `thrown`. A
 * refusal that says when to try again, because as much goes on as the installation serves, is no
 * failure; what is explained to the person but has a cause, such as a database that is away, is a
 * warning; anything unexpected is an error.
 */
export function describeFailure(thrown: unknown, error: unknown): FailureLine {
  if (!(error instanceof AppError))
    return { message: "request failed", details: { level: "error", error: traceOf(thrown) } };
  const { code, message, retryAfterSeconds, cause } = error;
  if (retryAfterSeconds !== undefined && cause === undefined)
    return {
      message: "request refused",
      details: { level: "info", code, reason: message, retryAfterSeconds },
    };
  return {
    message: "request not served",
    details: { level: "warning", code, error: traceOf(thrown) },
  };
}

const traceOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
