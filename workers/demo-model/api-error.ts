import type { z } from "zod";

/** An error in the shape of the OpenAI API. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: {
      readonly type?: string;
      readonly param?: string;
      readonly code?: string;
      readonly headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.name = "ApiError";
  }

  get body(): string {
    const { type = "invalid_request_error", param = null, code = null } = this.details;
    return JSON.stringify({ error: { message: this.message, type, param, code } });
  }
}

export function badRequest(message: string, param?: string, code?: string): ApiError {
  return new ApiError(400, message, {
    ...(param === undefined ? {} : { param }),
    ...(code === undefined ? {} : { code }),
  });
}

/** Parses a request body; the first problem becomes a 400 that names the parameter. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const param = issue?.path.join(".") ?? "";
  throw badRequest(
    `Invalid request: ${param === "" ? "body" : `'${param}'`}: ${issue?.message ?? "invalid"}`,
    param === "" ? undefined : param,
  );
}
