import { z } from "zod";

/** Codes of the errors that a caller can act on. */
const errorCode = z.enum([
  "invalid",
  "malformed",
  "unauthenticated",
  "forbidden",
  "notFound",
  "conflict",
  "tooLarge",
  "unsupportedType",
  "misdirected",
  "tooMany",
  "endpoint",
  "unavailable",
  "internal",
]);
export type ErrorCode = z.infer<typeof errorCode>;

/** A problem at a position in the request. */
export const problem = z.object({
  pointer: z.string(),
  message: z.string(),
  position: z.object({ from: z.number(), length: z.number() }).optional(),
  suggestion: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

type AppErrorOptions = {
  readonly cause?: unknown;
  /** When to try again, for `tooMany` and `unavailable`. */
  readonly retryAfterSeconds?: number;
};

/** An error whose message is written for the person who sees it: what happened, and what to do. */
export class AppError extends Error {
  override readonly name = "AppError";

  /**
   * Pages and API routes are separate bundles that share one container, so an error may be an
   * instance of another bundle's class.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (
      value instanceof Error && value.name === "AppError" && "code" in value && "problems" in value
    );
  }

  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly problems: readonly Problem[] = [],
    { retryAfterSeconds, ...options }: AppErrorOptions = {},
  ) {
    super(message, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Not found and not allowed are indistinguishable. */
export const notFound = (what: string): AppError =>
  new AppError("notFound", `This ${what} does not exist, or you do not have access to it.`);

/** Passwords are checked a few at a time, and this one's turn did not come. */
export const tooManySigningIn = (): AppError =>
  new AppError(
    "unavailable",
    "Many people are signing in at the moment. Try again in a few seconds.",
    [],
    { retryAfterSeconds: 5 },
  );

const HTTP_STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 422,
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  unsupportedType: 415,
  misdirected: 421,
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
  /** How many further problems were left out. */
  moreProblems: z.number().int().positive().optional(),
});
export type ProblemDocument = z.infer<typeof problemDocument>;

/** The most problems that one answer lists: a longer list would hide the first. */
export const MAX_PROBLEMS = 200;

/** Cuts a list of problems to `MAX_PROBLEMS`; `moreProblems` counts those left out, if any. */
export const limitProblems = (
  problems: readonly Problem[],
): { problems: Problem[]; moreProblems?: number } => ({
  problems: problems.slice(0, MAX_PROBLEMS),
  ...(problems.length > MAX_PROBLEMS && { moreProblems: problems.length - MAX_PROBLEMS }),
});

/**
 * Maps errors to problem documents; the only place that does. Details of other errors stay hidden.
 */
export function toProblemDocument(error: unknown): ProblemDocument {
  const known =
    error instanceof AppError
      ? error
      : new AppError(
          "internal",
          "An unexpected error occurred on the server. Saved data are not affected. Try again; " +
            "if the " +
            "error persists, check the server log.",
        );
  return {
    type: `urn:microcosm:error:${known.code}`,
    title: known.message,
    status: HTTP_STATUS[known.code],
    code: known.code,
    ...(known.problems.length > 0 && limitProblems(known.problems)),
  };
}
