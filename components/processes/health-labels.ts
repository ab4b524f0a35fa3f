import type { StatusTone } from "@/components/ui/status-dot";
import type { EndpointFault } from "@/lib/contracts/endpoints";
import type { EndpointHealth, LiveEndpoint } from "@/lib/contracts/live-pool";

export const HEALTH_LABELS: Readonly<
  Record<EndpointHealth, { readonly label: string; readonly tone: StatusTone }>
> = {
  answers: { label: "Responding", tone: "success" },
  slow: { label: "Slow", tone: "warning" },
  failing: { label: "Failing", tone: "danger" },
  untried: { label: "No calls yet", tone: "neutral" },
  off: { label: "Off", tone: "neutral" },
};

const FAULT_LABELS: Readonly<Record<EndpointFault, string>> = {
  unreachable: "unreachable",
  timeout: "timed out",
  unauthorised: "key rejected",
  noCredit: "no credit",
  noModel: "model not found",
  noApi: "no model API at the address",
  notOpenAi: "incompatible response",
  rateLimited: "rate limited",
  serverError: "server errors",
  badRequest: "request rejected",
  refusedSchema: "schema rejected",
};

/**
 * Formats the failures of the last minute, the most frequent first: “12 timed out, 3 server
 * errors”.
 */
export function formatFaults(failed: LiveEndpoint["failed"]): string {
  return Object.entries(failed)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([fault, count]) => `${String(count)} ${FAULT_LABELS[fault as EndpointFault]}`)
    .join(", ");
}
