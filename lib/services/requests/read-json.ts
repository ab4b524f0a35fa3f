import { AppError } from "@/lib/contracts/errors";
import { bodyTooLarge, readBytes } from "./read-bytes";

/** Scenario documents with inline tables are the largest bodies. */
const MAX_JSON_BYTES = 20 * 1024 * 1024;

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * Reads the JSON body of a request. The type is required, because forms of other sites can send any
 * body, but not this type.
 * @throws AppError unsupportedType, tooLarge, malformed
 */
export async function readJson(
  request: Pick<Request, "headers" | "body">,
  limit = MAX_JSON_BYTES,
): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? ""))
    throw new AppError(
      "unsupportedType",
      "The body of this request has to be JSON, with the header “Content-Type: application/json”.",
    );
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw bodyTooLarge(limit);
  const bytes = await readBytes(request.body, limit);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new AppError("malformed", "The request body is not valid JSON.", [], { cause });
  }
}
