import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { isForwarded, type Peer } from "./access";

declare global {
  // One per process: the framework loads a module once for each part of the program that imports
  // it.
  var microcosmPeerHeader: string | undefined;
}

const DIRECT_PREFIX = "direct ";

/**
 * Records the sender of every request. A route sees headers only, and the framework puts the
 * sender's address into the header that a proxy, or any client, may have sent. So it is recorded
 * before the framework receives the request, in a header with a secret name. Call it once, before
 * the server listens.
 */
export function recordPeers(): void {
  if (globalThis.microcosmPeerHeader !== undefined) return;
  const header = `x-peer-${randomBytes(16).toString("hex")}`;
  globalThis.microcosmPeerHeader = header;
  subscribe("http.server.request.start", (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request;
    headers[header] = `${isForwarded(headers) ? "" : DIRECT_PREFIX}${socket.remoteAddress ?? ""}`;
  });
}

/** Returns the recorded sender of a request; an unknown sender if none was recorded. */
export function findPeer(headers: { get(name: string): string | null }): Peer {
  const noted =
    globalThis.microcosmPeerHeader === undefined
      ? null
      : headers.get(globalThis.microcosmPeerHeader);
  if (noted === null) return { address: null, isForwarded: true };
  return noted.startsWith(DIRECT_PREFIX)
    ? { address: noted.slice(DIRECT_PREFIX.length), isForwarded: false }
    : { address: noted, isForwarded: true };
}
