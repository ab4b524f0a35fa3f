import {
  formatIpAddress,
  type IpAddress,
  type IpRange,
  parseIpAddress,
  unmapIpAddress,
} from "@/lib/domain/internet/ip-address";
import { findPeer } from "../metrics/peers";

type HeaderReader = { get(name: string): string | null };

/** An address, perhaps with a port, as proxies write it into `X-Forwarded-For`. */
function parseForwarded(text: string): IpAddress | null {
  const withoutPort = /^(\[[^\]]+\]|[\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text;
  const address = parseIpAddress(withoutPort);
  return address && unmapIpAddress(address);
}

/**
 * Returns the network address of the client of a request, or null where it is not known: the other
 * end of the connection, unless that is a trusted proxy. Then it is the last address in
 * `X-Forwarded-For` that is not one of them, because each proxy appends what it saw, and everything
 * before is what the client claimed.
 */
export function findClientAddress(
  headers: HeaderReader,
  trustedProxies: readonly IpRange[],
): string | null {
  const isProxy = (address: IpAddress): boolean =>
    trustedProxies.some((range) => range.contains(address));
  const peer = parseIpAddress(findPeer(headers).address ?? "");
  if (peer === null) return null;
  let client = unmapIpAddress(peer);
  const forwarded = headers.get("x-forwarded-for")?.split(",").reverse() ?? [];
  for (const text of forwarded) {
    if (!isProxy(client)) break;
    const next = parseForwarded(text.trim());
    // What a trusted proxy wrote is an address; anything else ends what is known.
    if (next === null) break;
    client = next;
  }
  return formatIpAddress(client);
}
