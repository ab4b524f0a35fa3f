import type { z } from "zod";
import { PROJECT_HEADER } from "@/lib/contracts/projects";
import { type ErrorCode, type Problem, problemDocument } from "@/lib/contracts/errors";

/** A request that was refused or got no response. The message is written for the reader. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly problems: readonly Problem[] = [],
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

interface RequestOptions {
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Lets the request finish when the page is left. */
  keepalive?: boolean | undefined;
}

/**
 * Calls the API and parses its response by the contract.
 * @throws ApiError for every failure, the network's included; an aborted request rethrows the abort
 */
export async function request<Schema extends z.ZodType>(
  method: Method,
  path: string,
  schema: Schema,
  options: RequestOptions = {},
): Promise<z.output<Schema>> {
  const { body, signal, keepalive } = options;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: "application/json",
        ...shownProject(),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      ...(keepalive === true && { keepalive }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new ApiError(
      "unavailable",
      "The server could not be reached. Check that Microcosm is running, then try again.",
      [],
      { cause },
    );
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw toApiError(answer, response.status);
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    "internal",
    "The server sent an unexpected response. It may have been updated: reload the page.",
    [],
    { cause: parsed.error },
  );
}

/** The project of this page, sent with every request: another tab may have changed to another. */
export function shownProject(): Record<string, string> {
  const id = document.querySelector<HTMLMetaElement>(`meta[name="${PROJECT_HEADER}"]`)?.content;
  return id === undefined || id === "" ? {} : { [PROJECT_HEADER]: id };
}

export const get = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  signal?: AbortSignal,
): Promise<z.output<Schema>> => request("GET", path, schema, { signal });

/** Converts the body of a refused request to an error. */
export function toApiError(answer: unknown, status: number): ApiError {
  const parsed = problemDocument.safeParse(answer);
  if (parsed.success)
    return new ApiError(parsed.data.code, parsed.data.title, parsed.data.problems ?? []);
  return new ApiError(
    "internal",
    `The server reported an error (${String(status)}). Your saved work is safe. ` +
      "Try again in a moment.",
  );
}

/** Returns the message that any error shows to a person. */
export function failureMessage(error: unknown): string {
  return error instanceof ApiError
    ? error.message
    : "An unexpected error occurred. Your saved work is safe. Reload the page and try again.";
}

/** Returns the problem at a JSON pointer of the request body. */
export const problemAt = (problems: readonly Problem[], pointer: string): string | undefined =>
  problems.find((problem) => problem.pointer === pointer)?.message;
