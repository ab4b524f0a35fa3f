import pg from "pg";
import { OperatorError } from "@/lib/config/operator-error";

const MIN_MAJOR_VERSION = 15;
const TIMEOUT_MS = 10_000;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "no server is listening there",
  ENOTFOUND: "no machine has that name",
  EAI_AGAIN: "the name could not be looked up",
  ETIMEDOUT: "it does not answer",
  "28P01": "it does not accept this user and password",
  "28000": "it does not accept this user",
  "3D000": "it has no database of this name",
};

/**
 * Tries the database that DATABASE_URL names.
 * @returns its version, e.g. "18.4"
 * @throws OperatorError database-unreachable, with the reason and without the password
 */
export async function checkDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string; server_version_num: string }>(
      `SELECT current_setting('server_version') AS server_version,
        current_setting('server_version_num') AS server_version_num`,
    );
    const row = rows[0];
    if (!row || Number(row.server_version_num) < MIN_MAJOR_VERSION * 10_000)
      throw new Error(
        `it is PostgreSQL ${row?.server_version}; ${MIN_MAJOR_VERSION} or later is needed`,
      );
    return row.server_version.split(" ")[0] ?? "";
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new OperatorError({
      code: "database-unreachable",
      what: `The database of DATABASE_URL cannot be used: ${REASONS[code ?? ""] ?? message}.`,
      where: withoutPassword(url),
      remedy:
        "correct DATABASE_URL or start that server; without DATABASE_URL the embedded " +
        "PostgreSQL is used.",
      cause,
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The address for a message or a log. */
export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return "(not a URL)";
  const shown = new URL(url);
  shown.password = "";
  return shown.toString();
}
