import type { EndpointFault } from "@/lib/contracts/endpoints";

const SHORTEST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;

/** Faults that may pass without anybody's doing. The others are of a server's or a key's settings. */
const PASSING: ReadonlySet<EndpointFault> = new Set<EndpointFault>([
  "unreachable",
  "timeout",
  "serverError",
  "rateLimited",
]);

export const mayPass = (fault: EndpointFault): boolean => PASSING.has(fault);

/** When to try again after so many tries during which nothing was decided: 5 s, doubling up to 5 min. */
export const nextTry = (now: Date, tries: number): Date =>
  new Date(now.getTime() + Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** Math.min(tries, 16)));
