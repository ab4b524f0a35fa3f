import type { StatusTone } from "@/components/ui/status-dot";
import type { EndpointFault } from "@/lib/contracts/endpoints";
import type { EndpointHealth, LiveEndpoint } from "@/lib/contracts/live-pool";

export const HEALTH: Readonly<
  Record<EndpointHealth, { readonly words: string; readonly tone: StatusTone }>
> = {
  answers: { words: "Answers", tone: "success" },
  slow: { words: "Slow", tone: "warning" },
  failing: { words: "Failing", tone: "danger" },
  untried: { words: "No call yet", tone: "neutral" },
  off: { words: "Off", tone: "neutral" },
};

const FAULTS: Readonly<Record<EndpointFault, string>> = {
  unreachable: "unreachable",
  timeout: "timed out",
  unauthorised: "key refused",
  noModel: "no such model",
  notOpenAi: "not an OpenAI-compatible answer",
  rateLimited: "told to slow down",
  serverError: "server errors",
  badRequest: "request refused",
  refusedSchema: "schema refused",
};

/** What went wrong in the last minute, the most frequent first: “12 timed out, 3 server errors”; empty when nothing did. */
export function faultWords(failed: LiveEndpoint["failed"]): string {
  return Object.entries(failed)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([fault, count]) => `${String(count)} ${FAULTS[fault as EndpointFault]}`)
    .join(", ");
}
