import { createHash, timingSafeEqual } from "node:crypto";

/**
 * The sender of a request: the other end of the connection, and whether a proxy forwarded the
 * request.
 */
export type Peer = { readonly address: string | null; readonly isForwarded: boolean };

const BEARER = /^Bearer +(\S+)$/i;

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whether an address is this machine: 127.0.0.0/8 and ::1, also the former as mapped to IPv6. */
export function isLoopbackAddress(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:/, "");
  return plain === "::1" || /^127(\.\d{1,3}){3}$/.test(plain);
}

/**
 * Whether a request may read metrics. With a token: only requests that carry it. Without one: only
 * those from this machine, and none through a proxy on it, which would admit the whole network.
 */
export function mayReadMetrics(
  token: string | undefined,
  authorization: string | null | undefined,
  peer: Peer,
): boolean {
  if (token === undefined)
    return peer.address !== null && !peer.isForwarded && isLoopbackAddress(peer.address);
  const sent = BEARER.exec(authorization ?? "")?.[1];
  // Digests have equal lengths, so that the comparison takes the same time for every guess.
  return sent !== undefined && timingSafeEqual(digest(sent), digest(token));
}

export const ACCESS_DENIED =
  "Metrics are for this machine only, unless METRICS_TOKEN is set and sent as a bearer token.\n";

/** Headers that proxies add to forwarded requests. */
const FORWARDING_HEADERS = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export const isForwarded = (headers: Headers): boolean =>
  FORWARDING_HEADERS.some((name) => headers[name] !== undefined);
