import { AppError } from "@/lib/contracts/errors";

const RETRY_AFTER_SECONDS = 5;

/**
 * Codes of a database that is busy, restarting or out of reach: of PostgreSQL (SQLSTATE; two
 * characters are a class), of Prisma, and of the connection.
 */
const BUSY_CLASSES = new Set(["08", "53"]);
const BUSY_CODES = new Set([
  ...["40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03", "57P05"],
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2034", "P2037"],
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"],
]);
/** What `pg` says without a code. */
const BUSY_MESSAGE =
  /timeout exceeded when trying to connect|connection terminated|unable to start a transaction/i;

/** A character that text in PostgreSQL cannot have: NUL, half a surrogate pair. */
const UNSTORABLE_CODES = new Set(["22021", "22P05"]);

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** The codes and messages of an error and of its causes: Prisma wraps those of the driver. */
function* layers(error: unknown): Generator<{ code: string; message: string }> {
  let layer: unknown = error;
  for (let depth = 0; depth < 6 && typeof layer === "object" && layer !== null; depth += 1) {
    const { code, originalCode, message, cause, meta } = layer as Record<string, unknown>;
    for (const one of [code, originalCode])
      if (typeof one === "string") yield { code: one, message: "" };
    yield { code: "", message: typeof message === "string" ? message : "" };
    layer = cause ?? (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  }
}

const isBusy = (code: string, message: string): boolean =>
  BUSY_CODES.has(code) ||
  (SQLSTATE.test(code) && BUSY_CLASSES.has(code.slice(0, 2))) ||
  BUSY_MESSAGE.test(message);

/**
 * Returns the `AppError` that a database error means to a person: `unavailable`, to be tried again,
 * where the database is busy or cannot be reached; `invalid` for characters that it cannot store.
 * Returns any other error as it is.
 */
export function explainDatabaseError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  for (const { code, message } of layers(error)) {
    if (UNSTORABLE_CODES.has(code))
      return new AppError(
        "invalid",
        "A text contains a character that cannot be stored. Leave it out.",
        [],
        { cause: error },
      );
    if (isBusy(code, message))
      return new AppError(
        "unavailable",
        "The database is busy or cannot be reached at the moment. Stored data are safe. Try " +
          "again in a few seconds.",
        [],
        { cause: error, retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
  }
  return error;
}
