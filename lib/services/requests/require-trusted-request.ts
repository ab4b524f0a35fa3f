import { AppError } from "@/lib/contracts/errors";
import { hasToken } from "./read-token";
import type { TrustedNames } from "./trusted-names";

type TrustedRequest = { readonly method: string; readonly headers: Headers };

/** Methods that change nothing. */
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Says which setting makes a name trusted; the name is quoted without what could be markup. */
export function describeUntrustedHost(host: string | null): string {
  const shown = (host ?? "").replace(/[^\w.:[\]-]/g, "").slice(0, 100);
  return (
    `Microcosm is not configured to be reached as “${shown}”. If that is its address, set ` +
    "APP_URL to it (or add it to TRUSTED_ORIGINS) and restart; otherwise use the configured " +
    "address."
  );
}

/**
 * Requires that a request names this installation, and that one that changes something does not
 * come from a page of another site. `Sec-Fetch-Site` alone does not tell: browsers leave it out on
 * plain http. Programs send neither it nor `Origin`, and are let through as long as they carry no
 * cookie, which a browser attaches without being asked.
 * @throws AppError misdirected, forbidden
 */
export function requireTrustedRequest(names: TrustedNames, request: TrustedRequest): void {
  const { headers, method } = request;
  const host = headers.get("host");
  if (!names.hasHost(host)) throw new AppError("misdirected", describeUntrustedHost(host));
  if (SAFE_METHODS.has(method)) return;
  // A page of another site cannot add this header: browsers first ask, and are not answered.
  if (hasToken(headers)) return;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const isOwn =
    site !== "cross-site" &&
    site !== "same-site" &&
    (origin === null
      ? site === "same-origin" || (site === null && !headers.has("cookie"))
      : names.hasOrigin(origin, host));
  if (!isOwn)
    throw new AppError(
      "forbidden",
      "This request does not come from a page of Microcosm, so nothing was changed. Reload the " +
        "page and try again. A program that uses the cookie of a session has to send the header " +
        "Origin with the address of Microcosm; the address in the browser has to be APP_URL or " +
        "one of TRUSTED_ORIGINS.",
    );
}
