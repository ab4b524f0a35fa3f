import type { EndpointFault } from "@/lib/contracts/endpoints";

const MIN_WAIT_MS = 5_000;
const MAX_WAIT_MS = 300_000;

/**
 * Faults that may pass without anybody's doing. The others are of a server's or a key's settings.
 */
const TRANSIENT_FAULTS: ReadonlySet<EndpointFault> = new Set<EndpointFault>([
  "unreachable",
  "timeout",
  "serverError",
  "rateLimited",
]);

export const isTransientFault = (fault: EndpointFault): boolean => TRANSIENT_FAULTS.has(fault);

/**
 * When to try again after so many tries during which nothing was decided: 5 s, doubling up to 5
 * min.
 */
export const nextRetryAt = (now: Date, tries: number): Date =>
  new Date(now.getTime() + Math.min(MAX_WAIT_MS, MIN_WAIT_MS * 2 ** Math.min(tries, 16)));
