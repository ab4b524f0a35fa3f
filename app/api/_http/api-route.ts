import type { z } from "zod";
import { AppError, toProblemDocument } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { appContainer, type Services } from "@/lib/container/app";

type Context<Params> = { readonly params: Promise<Params> };
type Call<Params> = {
  readonly request: Request;
  readonly params: Params;
  readonly services: Services;
};

/** Scenario documents with inline tables are the largest bodies. */
const MAX_BODY_BYTES = 20 * 1024 * 1024;

/**
 * A route without authentication: parse, call one service, serialise. Errors become problem
 * documents in this one place.
 */
export const publicRoute =
  <Params = Record<never, never>>(work: (call: Call<Params>) => Promise<unknown>) =>
  async (request: Request, { params }: Context<Params>): Promise<Response> => {
    const { services, log } = appContainer();
    try {
      requireSameOrigin(request);
      const result = await work({ request, params: await params, services });
      return result instanceof Response ? result : Response.json(result ?? null);
    } catch (error) {
      const problem = toProblemDocument(error);
      if (problem.status >= 500)
        log("request failed", {
          path: new URL(request.url).pathname,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      return Response.json(problem, {
        status: problem.status,
        headers: { "content-type": "application/problem+json" },
      });
    }
  };

/** A route that requires a signed-in person. */
export const route = <Params = Record<never, never>>(
  work: (call: Call<Params> & { readonly actor: Actor }) => Promise<unknown>,
) =>
  publicRoute<Params>(async (call) =>
    work({ ...call, actor: await call.services.identify(call.request.headers) }),
  );

/**
 * Reads the body of a request by its contract.
 * @throws AppError invalid, with a problem per field
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES)
    throw new AppError("invalid", "The request is too large: the limit is 20 MB.");
  const body: unknown = await request.json().catch(() => {
    throw new AppError("invalid", "The request body is not valid JSON.");
  });
  return parseOrRefuse(schema, body, "The request is invalid.");
}

/** Reads the query of a request by its contract. */
export const readQuery = <Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.output<Schema> =>
  parseOrRefuse(
    schema,
    Object.fromEntries(new URL(request.url).searchParams),
    "The query is invalid.",
  );

function parseOrRefuse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  message: string,
): z.output<Schema> {
  const result = parseWithinDepth(schema, value);
  if (result.success) return result.data;
  throw new AppError(
    "invalid",
    message,
    result.error.issues.map((issue) => ({
      pointer: issue.path.map((part) => `/${String(part)}`).join(""),
      message: issue.message,
    })),
  );
}

/** Refuses a value nested so deeply that its recursive check overflows the stack. */
function parseWithinDepth<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (error instanceof RangeError)
      throw new AppError("invalid", "The request is nested too deeply.");
    throw error;
  }
}

/** Refuses changes requested by pages of other sites, by the header that browsers send. */
function requireSameOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site")
    throw new AppError("notFound", "Requests from other sites are not allowed.");
}
