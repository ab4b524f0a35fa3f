"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get } from "@/components/api";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { formatPercent } from "@/components/ui/format";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import {
  estimateAndActual,
  type EstimateAmounts,
  type EstimateAndActual,
} from "@/lib/contracts/estimates";
import type { RunProgress } from "@/lib/contracts/runs";
import {
  type EstimateAmount,
  formatError,
  compareToRange,
  formatRange,
  formatAmount,
} from "./format-estimate";

const ROWS: readonly { readonly amount: EstimateAmount; readonly label: string }[] = [
  { amount: "calls", label: "Model calls" },
  { amount: "promptTokens", label: "Input tokens" },
  { amount: "completionTokens", label: "Output tokens" },
  { amount: "embeddingTokens", label: "Embedding tokens" },
  { amount: "cost", label: "Cost" },
  { amount: "seconds", label: "Active time" },
];

/**
 * Compares the estimate of a run with its actual use. While the run is active, that is what its
 * progress says, so that the figures of the page are of one moment; at the end it is counted.
 */
export function RunEstimateCard({
  runId,
  progress,
  live,
}: {
  runId: string;
  progress: RunProgress;
  /** Whether the run is active. */
  live: boolean;
}) {
  const path = `/api/runs/${runId}/estimate`;
  const { data } = useQuery({
    // A new key when the run ends: load the final amounts once more.
    queryKey: ["estimate", path, live],
    queryFn: ({ signal }) => get(path, estimateAndActual, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!data) return null;
  return <EstimateCard use={live ? { ...data, actual: amountsSoFar(progress, data) } : data} />;
}

const amountsSoFar = (progress: RunProgress, { actual }: EstimateAndActual): EstimateAmounts => ({
  calls: progress.decisions - progress.reused,
  promptTokens: progress.promptTokens,
  completionTokens: progress.completionTokens,
  embeddingTokens: progress.embeddingTokens,
  // Unknown, and not zero, where an endpoint has no price.
  cost: progress.cost === 0 ? actual.cost : progress.cost,
  seconds: progress.activeMs / 1_000,
});

/** Compares an estimate with actual use; renders nothing without an estimate. */
export function EstimateCard({ use }: { use: EstimateAndActual }) {
  const { estimate, low, high, actual, over } = use;
  if (!estimate) return null;
  return (
    <Card>
      <CardHeader
        title="Estimate and actual use"
        description={
          over
            ? "Error: the estimate relative to actual use. Likely range: the uncertainty stated " +
              "with the estimate."
            : "Share: use so far relative to the estimate."
        }
      />
      <Table label="Estimate and actual use">
        <TableHeader>
          <TableRow>
            <TableHead>Amount</TableHead>
            <TableHead numeric>Estimate</TableHead>
            <TableHead numeric>Likely range</TableHead>
            <TableHead numeric>{over ? "Actual" : "So far"}</TableHead>
            <TableHead numeric>{over ? "Error" : "Share"}</TableHead>
            {over ? <TableHead>Result</TableHead> : null}
          </TableRow>
        </TableHeader>
        <TableBody>
          {ROWS.filter(
            ({ amount }) => amount !== "embeddingTokens" || estimate[amount] + actual[amount] > 0,
          ).map(({ amount, label }) => (
            <TableRow key={amount}>
              <TableCell>{label}</TableCell>
              <TableCell numeric>{formatAmount(amount, estimate[amount])}</TableCell>
              <TableCell numeric>
                {(low && high && formatRange(amount, low, high)) ?? "–"}
              </TableCell>
              <TableCell numeric>{formatAmount(amount, actual[amount])}</TableCell>
              <TableCell numeric>
                {over
                  ? formatError(estimate[amount], actual[amount])
                  : formatShare(actual[amount], estimate[amount])}
              </TableCell>
              {over ? (
                <TableCell>
                  <RangeBadge
                    position={compareToRange(
                      actual[amount],
                      low?.[amount] ?? null,
                      high?.[amount] ?? null,
                    )}
                  />
                </TableCell>
              ) : null}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function RangeBadge({ position }: { position: ReturnType<typeof compareToRange> }) {
  if (position === null) return "–";
  return <Badge tone={position === "within" ? "success" : "warning"}>{position} range</Badge>;
}

const formatShare = (part: number | null, all: number | null): string =>
  part === null || all === null || all === 0 ? "–" : formatPercent(part / all, 0);
