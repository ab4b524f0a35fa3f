"use client";

import { Info } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Popover } from "@/components/ui/popover";
import { Spinner } from "@/components/ui/spinner";
import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { StartStudy } from "@/lib/contracts/runs";
import { useEstimate } from "./use-estimate";
import { type Amount, basisOf, money, range, worded } from "./words";

/** What the study in a form would take. `study` is the request that would start it; null while the form does not hold. */
export function EstimatePanel({ study }: { study: StartStudy | null }) {
  const { estimate, isOutdated, isWorking, isError } = useEstimate(study);
  return (
    <section aria-label="What it will take" className="flex min-w-0 flex-1 flex-wrap items-end gap-x-6 gap-y-2">
      <dl className={cn("grid grid-cols-2 gap-x-6 gap-y-2 sm:flex sm:flex-wrap", isOutdated && "text-muted-foreground opacity-70")} aria-busy={isWorking}>
        <Figure label="Model calls" amount="calls" estimate={estimate} />
        <Figure label="Tokens in" amount="promptTokens" estimate={estimate} />
        <Figure label="Tokens out" amount="completionTokens" estimate={estimate} />
        <Figure label="Cost" amount="cost" estimate={estimate} />
        <Figure label="Time" amount="seconds" estimate={estimate} />
      </dl>
      <span className="flex h-8 items-center gap-2 text-sm text-muted-foreground" role="status">
        {isWorking ? <Spinner label="Estimating" /> : null}
        {isError && !isWorking ? "Could not be estimated" : null}
        {estimate && !isWorking ? <Basis estimate={estimate} /> : null}
      </span>
    </section>
  );
}

function Figure({ label, amount, estimate }: { label: string; amount: Amount; estimate: StudyEstimate | undefined }) {
  const between = estimate && range(amount, estimate.low, estimate.high);
  return (
    <div className="min-w-18">
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd>
        <span className="font-semibold">{estimate ? `${estimate[amount] === null ? "" : "about "}${worded(amount, estimate[amount])}` : "–"}</span>
        <span className="block h-4 text-xs text-muted-foreground">{between ?? ""}</span>
      </dd>
    </div>
  );
}

function Basis({ estimate }: { estimate: StudyEstimate }) {
  return (
    <Popover
      align="end"
      side="top"
      aria-label="What the estimate rests on"
      className="w-96"
      trigger={
        <Button size="sm" variant="ghost">
          <Info aria-hidden />
          What it rests on
        </Button>
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        {basisOf(estimate).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <table className="w-full text-xs">
          <thead className="text-muted-foreground">
            <tr>
              <th scope="col" className="py-1 text-left font-normal">Phase</th>
              <th scope="col" className="py-1 text-right font-normal">Calls</th>
              <th scope="col" className="py-1 text-right font-normal">Tokens in</th>
              <th scope="col" className="py-1 text-right font-normal">out</th>
            </tr>
          </thead>
          <tbody>
            {estimate.phases.map(({ phase, label, group, calls, promptTokens, completionTokens }) => (
              <tr key={`${phase} ${group}`} className="border-t border-border">
                <td className="py-1">{estimate.groups.length > 1 ? `${label} (${group})` : label}</td>
                <td className="py-1 text-right">{worded("calls", calls)}</td>
                <td className="py-1 text-right">{worded("promptTokens", promptTokens)}</td>
                <td className="py-1 text-right">{worded("completionTokens", completionTokens)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {estimate.groups.length > 1 ? (
          <ul className="text-xs text-muted-foreground">
            {estimate.groups.map(({ group, model, calls, cost }) => (
              <li key={group}>
                {group}: {worded("calls", calls)} calls to {model}
                {cost === null ? "" : `, ${money(cost)}`}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Popover>
  );
}
