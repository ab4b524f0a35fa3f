import { Alert } from "@/components/ui/alert";
import { formatDuration } from "@/components/ui/format";
import type { EndpointFault, ProbeResult } from "@/lib/contracts/endpoints";
import { CapabilityList } from "./capability-list";

const FAULT_TITLES: Readonly<Record<EndpointFault, string>> = {
  unreachable: "The server cannot be reached",
  timeout: "The server did not answer in time",
  unauthorised: "The server rejected the API key",
  noCredit: "The account has no credit left",
  noModel: "The server does not know this model",
  noApi: "No model API at this address",
  notOpenAi: "Not an OpenAI-compatible server",
  rateLimited: "The server limits the rate of requests",
  serverError: "The server reported an internal error",
  badRequest: "The server rejected the request",
  refusedSchema: "The server rejected the answer schema",
};

/** The result of a real call to the server. */
export function ProbeReport({ result, chosen = true }: { result: ProbeResult; chosen?: boolean }) {
  if (!result.ok && !chosen && result.fault === "noModel") {
    return <Alert title="The server can be reached">{result.message}</Alert>;
  }
  if (!result.ok) {
    return (
      <Alert tone="error" title={FAULT_TITLES[result.fault]}>
        {result.message}
      </Alert>
    );
  }
  return (
    <Alert tone="success" title={`Test passed: answered in ${formatDuration(result.latencyMs)}`}>
      <div className="flex flex-col gap-3 pt-1">
        {result.isDemo ? (
          <p className="font-semibold text-warning">This is the demo model, not an LLM.</p>
        ) : null}
        <p>
          {result.answer === "" ? (
            "Does not answer questions; embedded a test sentence."
          ) : (
            <>
              Answer to a test question: <q className="break-words">{truncate(result.answer)}</q>
            </>
          )}
        </p>
        <CapabilityList capabilities={result.capabilities} />
      </div>
    </Alert>
  );
}

const MAX_ANSWER_LENGTH = 200;
const truncate = (text: string): string =>
  text.length > MAX_ANSWER_LENGTH ? `${text.slice(0, MAX_ANSWER_LENGTH)}…` : text;
