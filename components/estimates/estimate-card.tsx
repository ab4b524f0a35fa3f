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
import { estimateAndActual } from "@/lib/contracts/estimates";
import {
  type EstimateAmount,
  formatError,
  compareToRange,
  formatRange,
  formatAmount,
} from "./format-estimate";

const REFRESH_MS = 5_000;

const ROWS: readonly { readonly amount: EstimateAmount; readonly label: string }[] = [
  { amount: "calls", label: "Model calls" },
  { amount: "promptTokens", label: "Input tokens" },
  { amount: "completionTokens", label: "Output tokens" },
  { amount: "embeddingTokens", label: "Embedding tokens" },
  { amount: "cost", label: "Cost" },
  { amount: "seconds", label: "Active time" },
];

interface EstimateCardProps {
  /** The study or the run by its id. */
  subject: { study: string } | { run: string };
  /** Whether amounts still grow. */
  live: boolean;
}

/** Compares the estimate with actual use; renders nothing without an estimate. */
export function EstimateCard({ subject: of, live }: EstimateCardProps) {
  const path = "study" in of ? `/api/studies/${of.study}/estimate` : `/api/runs/${of.run}/estimate`;
  const { data } = useQuery({
    // A new key when the run ends: load the final amounts once more.
    queryKey: ["estimate", path, live],
    queryFn: ({ signal }) => get(path, estimateAndActual, signal),
    placeholderData: keepPreviousData,
    refetchInterval: live ? REFRESH_MS : false,
    retry: false,
  });
  if (!data?.estimate) return null;
  const { estimate, low, high, actual, over } = data;
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
