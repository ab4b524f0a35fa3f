import { z } from "zod";

/** The few ways in which an operation can fail for a reason its caller should hear about. */
export const errorCode = z.enum([
  "invalid",
  "unauthenticated",
  "notFound",
  "conflict",
  "tooMany",
  "endpoint",
  "unavailable",
  "internal",
]);
export type ErrorCode = z.infer<typeof errorCode>;

/** One problem at a place in what was sent. */
export const problem = z.object({
  pointer: z.string(),
  message: z.string(),
  position: z.object({ from: z.number(), length: z.number() }).optional(),
  suggestion: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

/** An error whose message is written for the person who sees it: what happened, and what to do. */
export class AppError extends Error {
  override readonly name = "AppError";

  /**
   * Pages and API routes are bundled apart but share one container, so an error may be of another
   * bundle's class of this name.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (
      value instanceof Error && value.name === "AppError" && "code" in value && "problems" in value
    );
  }

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly problems: readonly Problem[] = [],
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Not found and not allowed look the same. */
export const notFound = (what: string): AppError =>
  new AppError("notFound", `There is no such ${what}, or it is not yours to see.`);

const HTTP_STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 422,
  unauthenticated: 401,
  notFound: 404,
  conflict: 409,
  tooMany: 429,
  endpoint: 502,
  unavailable: 503,
  internal: 500,
};

/** The body of an error response (RFC 9457, application/problem+json). */
export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: errorCode,
  problems: z.array(problem).optional(),
});
export type ProblemDocument = z.infer<typeof problemDocument>;

/**
 * The one mapper from errors to problem documents. Anything but an `AppError` says nothing of
 * itself.
 */
export function toProblemDocument(error: unknown): ProblemDocument {
  const known =
    error instanceof AppError
      ? error
      : new AppError(
          "internal",
          "Something went wrong on the server. Nothing you had saved is lost. Try again; if it " +
            "stays, look into the server's log.",
        );
  return {
    type: `urn:microcosm:error:${known.code}`,
    title: known.message,
    status: HTTP_STATUS[known.code],
    code: known.code,
    ...(known.problems.length > 0 && { problems: [...known.problems] }),
  };
}
