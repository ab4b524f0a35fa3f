"use client";

import { Info } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Popover } from "@/components/ui/popover";
import { Spinner } from "@/components/ui/spinner";
import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { StartStudy } from "@/lib/contracts/runs";
import { useEstimate } from "./use-estimate";
import {
  type EstimateAmount,
  describeBasis,
  formatHeadline,
  formatMoney,
  formatAmount,
} from "./format-estimate";

/**
 * Estimates the study of a form. `study` is the request that would start it, null while the form is
 * invalid.
 */
export function EstimatePanel({ study }: { study: StartStudy | null }) {
  const { estimate, isOutdated, isWorking, isError } = useEstimate(study);
  return (
    <section aria-label="Estimate" className="flex w-full flex-col gap-2">
      <dl
        className={cn(
          "grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3",
          isOutdated && "opacity-60",
        )}
        aria-busy={isWorking}
      >
        {FIGURES.map(({ amount, label }) => (
          <Figure
            key={amount}
            label={label}
            {...(estimate ? formatHeadline(amount, estimate) : UNKNOWN)}
          />
        ))}
      </dl>
      <p className="flex h-8 items-center gap-2 text-sm text-muted-foreground" role="status">
        {isWorking ? <Spinner label="Estimating" /> : null}
        {isError && !isWorking ? "The estimate failed" : null}
        {study === null ? "Updates when all fields are valid" : null}
        {estimate && !isWorking && !isOutdated ? <EstimateBasis estimate={estimate} /> : null}
      </p>
    </section>
  );
}

const FIGURES: readonly { readonly amount: EstimateAmount; readonly label: string }[] = [
  { amount: "calls", label: "Model calls" },
  { amount: "promptTokens", label: "Input tokens" },
  { amount: "completionTokens", label: "Output tokens" },
  { amount: "cost", label: "Cost" },
  { amount: "seconds", label: "Time" },
];

const UNKNOWN = { value: "–", detail: undefined };

function Figure({
  label,
  value,
  detail,
}: {
  label: string;
  value: string;
  detail: string | undefined;
}) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className="flex flex-col">
        <span className="font-semibold whitespace-nowrap">{value}</span>
        <span className="min-h-4 text-xs text-muted-foreground">{detail ?? ""}</span>
      </dd>
    </div>
  );
}

function EstimateBasis({ estimate }: { estimate: StudyEstimate }) {
  return (
    <Popover
      align="end"
      side="top"
      aria-label="How this was estimated"
      className="w-96"
      trigger={
        <Button size="sm" variant="ghost">
          <Info aria-hidden /> How this was estimated
        </Button>
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        {describeBasis(estimate).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <table className="w-full text-xs">
          <thead className="text-muted-foreground">
            <tr>
              <th scope="col" className="py-1 text-left font-normal">
                Phase
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                Calls
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                Input tokens
              </th>
              <th scope="col" className="py-1 text-right font-normal">
                Output tokens
              </th>
            </tr>
          </thead>
          <tbody>
            {estimate.phases.map(
              ({ phase, label, group, calls, promptTokens, completionTokens }) => (
                <tr key={`${phase} ${group}`} className="border-t border-border">
                  <td className="py-1">
                    {estimate.groups.length > 1 ? `${label} (${group})` : label}
                  </td>
                  <td className="py-1 text-right">{formatAmount("calls", calls)}</td>
                  <td className="py-1 text-right">{formatAmount("promptTokens", promptTokens)}</td>
                  <td className="py-1 text-right">
                    {formatAmount("completionTokens", completionTokens)}
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
        {estimate.groups.length > 1 ? (
          <ul className="text-xs text-muted-foreground">
            {estimate.groups.map(({ group, model, calls, cost }) => (
              <li key={group}>
                {group}: {formatAmount("calls", calls)} calls to {model}
                {cost === null ? "" : `, ${formatMoney(cost)}`}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Popover>
  );
}
