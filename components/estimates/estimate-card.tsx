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
  type Amount,
  formatError,
  compareToRange,
  formatRange,
  formatAmount,
} from "./format-estimate";

const REFRESH_MS = 5_000;

const ROWS: readonly { readonly amount: Amount; readonly label: string }[] = [
  { amount: "calls", label: "Model calls" },
  { amount: "promptTokens", label: "Tokens in" },
  { amount: "completionTokens", label: "Tokens out" },
  { amount: "embeddingTokens", label: "Tokens embedded" },
  { amount: "cost", label: "Cost" },
  { amount: "seconds", label: "Time, without pauses" },
];

export interface EstimateCardProps {
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
        title="Estimated and actual"
        description={
          over
            ? "The error is the estimate against what it came to; the range says how far off it was expected to be."
            : "The share is what has been used so far of what was estimated."
        }
      />
      <Table label="Estimated and actual">
        <TableHeader>
          <TableRow>
            <TableHead>Amount</TableHead>
            <TableHead numeric>Estimated</TableHead>
            <TableHead numeric>Likely range</TableHead>
            <TableHead numeric>{over ? "Actual" : "So far"}</TableHead>
            <TableHead numeric>{over ? "Error" : "Share"}</TableHead>
            {over ? <TableHead>Range</TableHead> : null}
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
                    place={compareToRange(
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

function RangeBadge({ place }: { place: ReturnType<typeof compareToRange> }) {
  if (place === null) return "–";
  return (
    <Badge tone={place === "within" ? "success" : "warning"}>
      {place === "within" ? "held" : `${place} it`}
    </Badge>
  );
}

const formatShare = (part: number | null, all: number | null): string =>
  part === null || all === null || all === 0 ? "–" : formatPercent(part / all, 0);
