import type { EndpointFault } from "@/lib/contracts/endpoints";

const MIN_WAIT_MS = 5_000;
const MAX_WAIT_MS = 300_000;

/** Faults that may pass on their own. The others are caused by settings of a server or a key. */
const TRANSIENT_FAULTS: ReadonlySet<EndpointFault> = new Set<EndpointFault>([
  "unreachable",
  "timeout",
  "serverError",
  "rateLimited",
]);

export const isTransientFault = (fault: EndpointFault): boolean => TRANSIENT_FAULTS.has(fault);

/** Returns when to retry after this many tries without a decision: 5 s, doubling up to 5 min. */
export const nextRetryAt = (now: Date, tries: number): Date =>
  new Date(now.getTime() + Math.min(MAX_WAIT_MS, MIN_WAIT_MS * 2 ** Math.min(tries, 16)));
