import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

declare global {
  // One per process, as modules may be loaded several times.
  var microcosmRefusesMalformedPaths: true | undefined;
}

function isMalformed(url: string): boolean {
  try {
    decodeURIComponent(url.split("?")[0] ?? "");
    return false;
  } catch {
    return true;
  }
}

/**
 * Sends requests whose path has percent signs that encode nothing to the route `target`, which
 * refuses them. The framework answers them with an internal error, before it looks for a route.
 * Call it once, before the server listens.
 */
export function refuseMalformedPaths(target: string): void {
  if (globalThis.microcosmRefusesMalformedPaths) return;
  globalThis.microcosmRefusesMalformedPaths = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    if (isMalformed(request.url ?? "")) request.url = target;
  });
}
