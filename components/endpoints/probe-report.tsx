import { CircleCheck, CircleHelp, CircleMinus } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { formatDuration } from "@/components/ui/format";
import type { EndpointFault, ProbeResult } from "@/lib/contracts/endpoints";
import { abilitiesOf } from "./capabilities";

const FAULTS: Readonly<Record<EndpointFault, string>> = {
  unreachable: "The server cannot be reached",
  timeout: "The server did not answer in time",
  unauthorised: "The server did not accept the key",
  noModel: "The server does not know this model",
  notOpenAi: "This is not an OpenAI-compatible server",
  rateLimited: "The server limits how often it may be asked",
  serverError: "The server reported an error of its own",
  badRequest: "The server did not accept the request",
  refusedSchema: "The server did not accept the form of the answer",
};

/** What a real call to the server showed. */
export function ProbeReport({ result }: { result: ProbeResult }) {
  if (!result.ok) {
    return (
      <Alert tone="error" title={titleOf(result)}>
        {result.message}
      </Alert>
    );
  }
  return (
    <Alert tone="success" title={`It works: answered in ${formatDuration(result.latencyMs)}`}>
      <div className="flex flex-col gap-3 pt-1">
        {result.isDemo ? <p className="font-semibold text-warning">This is the demo model, not an LLM.</p> : null}
        <p>
          Asked a test question, it said: <q className="break-words">{shortened(result.answer)}</q>
        </p>
        <ul className="flex flex-col gap-1.5 text-sm">
          {abilitiesOf(result.capabilities).map(({ key, label, able, meaning }) => {
            const Icon = able === null ? CircleHelp : able ? CircleCheck : CircleMinus;
            return (
              <li key={key} className="flex gap-2">
                <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${able === true ? "text-success" : "text-muted-foreground"}`} />
                <span>
                  <span className="font-semibold">
                    {label}: {able === null ? "not known" : able ? "yes" : "no"}.
                  </span>{" "}
                  {meaning}
                </span>
              </li>
            );
          })}
        </ul>
      </div>
    </Alert>
  );
}

/** "Not found" may be about the model or about the address: the message tells which. */
const titleOf = ({ fault, message }: Extract<ProbeResult, { ok: false }>): string =>
  fault === "noModel" && message.includes("API at this address") ? "No model API at this address" : FAULTS[fault];

const LONGEST = 200;
const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
