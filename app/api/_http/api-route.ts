import type { z } from "zod";
import { AppError, notFound, toProblemDocument } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { appContainer, type Services } from "@/lib/container/app";

type Context<Params> = { readonly params: Promise<Params> };
type Call<Params> = {
  readonly request: Request;
  readonly params: Params;
  readonly services: Services;
};

/**
 * A route without authentication: parse, call one service, serialise. Errors become problem
 * documents in this one place. Nothing is stored by browsers and proxies.
 */
export const publicRoute =
  <Params = Record<never, never>>(work: (call: Call<Params>) => Promise<unknown>) =>
  async (request: Request, { params }: Context<Params>): Promise<Response> => {
    const { services, requests, log } = appContainer();
    try {
      requests.requireTrusted(request);
      const known = await params;
      if (hasUnstorablePart(known)) throw notFound("page");
      const result = await work({ request, params: known, services });
      return forbidStoring(result instanceof Response ? result : Response.json(result ?? null));
    } catch (thrown) {
      const error = requests.explain(thrown);
      const problem = toProblemDocument(error);
      // Work that ended because nobody waits for it any more is no fault.
      const isAbandoned = request.signal.aborted && thrown === request.signal.reason;
      if (problem.status >= 500 && !isAbandoned) {
        const { message, details } = requests.describeFailure(thrown, error);
        log(message, { path: new URL(request.url).pathname, ...details });
      }
      const wait = error instanceof AppError ? error.retryAfterSeconds : undefined;
      return Response.json(problem, {
        status: problem.status,
        headers: {
          "content-type": "application/problem+json",
          "cache-control": "no-store",
          ...(wait !== undefined && { "retry-after": String(wait) }),
        },
      });
    }
  };

/** No id has NUL, and the database refuses to compare anything with it. */
const hasUnstorablePart = (params: unknown): boolean =>
  Object.values(params ?? {})
    .flat()
    .some((part) => typeof part === "string" && part.includes("\0"));

function forbidStoring(response: Response): Response {
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
}

/** A route that requires a signed-in person, or a program with a person's token. */
export const route = <Params = Record<never, never>>(
  work: (call: Call<Params> & { readonly actor: Actor }) => Promise<unknown>,
) =>
  publicRoute<Params>(async (call) => {
    const { headers, method, url } = call.request;
    const target = { method, path: new URL(url).pathname };
    return work({ ...call, actor: await call.services.identify(headers, target) });
  });

/**
 * Reads the JSON body of a request by its contract.
 * @throws AppError unsupportedType, tooLarge, malformed; invalid, with a problem per field
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const body = await appContainer().requests.readJson(request);
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
