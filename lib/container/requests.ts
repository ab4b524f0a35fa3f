import { explainDatabaseError } from "@/lib/adapters/db/explain-database-error";
import type { Env } from "@/lib/config/env";
import { describeFailure, type FailureLine } from "@/lib/services/requests/describe-failure";
import { readJson } from "@/lib/services/requests/read-json";
import { requireTrustedRequest } from "@/lib/services/requests/require-trusted-request";
import { trustedNames } from "@/lib/services/requests/trusted-names";

/** What every request to the app passes before a service, and its errors after. */
export type Requests = {
  /** Throws `AppError` for a request that is not for this app, or from a page of another site. */
  requireTrusted(request: Request): void;
  /** Whether a request names this app. */
  hasTrustedHost(request: Request): boolean;
  /** Reads a JSON body of limited size; throws `AppError`. */
  readJson(request: Request): Promise<unknown>;
  /** Returns the `AppError` for an error of the database that is known, else the error. */
  explain(error: unknown): unknown;
  /** Describes, for the log, an answer with a status of 500 or more; `error` is the explained. */
  describeFailure(thrown: unknown, error: unknown): FailureLine;
};

export function openRequests(env: Pick<Env, "APP_URL" | "TRUSTED_ORIGINS">): Requests {
  const names = trustedNames([env.APP_URL, ...env.TRUSTED_ORIGINS]);
  return {
    requireTrusted: (request) => requireTrustedRequest(names, request),
    hasTrustedHost: ({ headers }) => names.hasHost(headers.get("host")),
    readJson: (request) => readJson(request),
    explain: explainDatabaseError,
    describeFailure,
  };
}
