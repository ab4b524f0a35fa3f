"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format";
import { Spinner } from "@/components/ui/spinner";
import type { StudyEstimate } from "@/lib/contracts/estimates";
import type { StartStudy } from "@/lib/contracts/runs";
import { EstimateBasis } from "./estimate-basis";
import { type EstimateAmount, formatHeadline, formatMoney, formatTime } from "./format-estimate";
import { useEstimate } from "./use-estimate";

/**
 * Estimates the study of a form in one line, which unfolds to ranges and their basis. `study` is
 * the request that would start it, null while the form is invalid. `actions` stand in that line.
 */
export function EstimatePanel({
  study,
  actions,
}: {
  study: StartStudy | null;
  actions?: ReactNode;
}) {
  const { estimate, isOutdated, isWorking, isError } = useEstimate(study);
  const [open, setOpen] = useState(false);
  const details = useId();
  const Chevron = open ? ChevronDown : ChevronUp;
  const says =
    study === null
      ? "Updates when all fields are valid"
      : isError && !isWorking
        ? "The estimate failed"
        : estimate === undefined
          ? "Estimating…"
          : summarize(estimate);
  return (
    <section aria-label="Estimate" aria-busy={isWorking} className="flex w-full min-w-0 flex-col">
      {open ? (
        <div
          id={details}
          role="region"
          aria-label="Details of the estimate"
          tabIndex={0}
          className={cn(
            "focus-inset flex max-h-[40dvh] flex-col gap-4 overflow-y-auto border-b",
            "border-border px-4 py-3",
            // Not by opacity, which would lower the contrast below what can be read.
            isOutdated && "text-muted-foreground",
          )}
        >
          <dl className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-x-4 gap-y-2">
            {FIGURES.map(({ amount, label }) => (
              <Figure
                key={amount}
                label={label}
                {...(estimate ? formatHeadline(amount, estimate) : UNKNOWN)}
              />
            ))}
          </dl>
          {estimate ? <EstimateBasis estimate={estimate} /> : null}
        </div>
      ) : null}
      <div className="flex items-center gap-2 px-4 py-2">
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2"
          aria-expanded={open}
          {...(open ? { "aria-controls": details } : {})}
          onClick={() => setOpen(!open)}
        >
          <Chevron aria-hidden />
          Estimate
        </Button>
        <p
          role="status"
          className="flex min-w-0 flex-1 items-center gap-2 text-sm text-muted-foreground"
        >
          <span className="truncate">{says}</span>
          {isWorking ? <Spinner label="Estimating" /> : null}
        </p>
        {actions}
      </div>
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

/** The three figures that decide whether to start, without their ranges. */
function summarize({ calls, cost, seconds }: StudyEstimate): string {
  return [
    formatCount(Math.round(calls), "call"),
    ...(cost === null ? [] : [formatMoney(cost)]),
    ...(seconds === null ? [] : [formatTime(seconds)]),
  ].join(" · ");
}

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
        <span className="font-semibold">{value}</span>
        <span className="text-xs text-muted-foreground">{detail ?? ""}</span>
      </dd>
    </div>
  );
}
