"use client";

import { FailureAlert } from "@/components/api";
import { AgentLabel, formatAgentName } from "@/components/run-data";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardFooter, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { formatNumber } from "@/components/ui/format";
import { TableSkeleton } from "@/components/ui/skeleton";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { PollAnswerPage, PollDetail } from "@/lib/contracts/polls";
import type { Value } from "@/lib/domain/scenario";
import { usePollAnswers } from "./use-polls";

type Answer = PollAnswerPage["rows"][number];

/** The answers of each agent, in the order of the sample. */
export function PollAnswers({ runId, poll }: { runId: string; poll: PollDetail }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    usePollAnswers(runId, poll.id, poll.answered);
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Card className="overflow-hidden">
      <CardHeader title="Answers" />
      {error ? (
        <FailureAlert
          title="The answers could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {isPending ? <TableSkeleton rows={6} label="Loading answers" /> : null}
      {data && rows.length === 0 ? (
        <EmptyState title="No answers yet" description="Answers appear here as they arrive." />
      ) : null}
      {rows.length === 0 ? null : (
        <Table label="Answers">
          <TableHeader>
            <TableRow>
              <TableHead>Agent</TableHead>
              {poll.items.map(({ name, label, type }) => (
                <TableHead key={name} numeric={isNumeric(type)}>
                  <span title={label} className="line-clamp-2 min-w-24">
                    {label}
                  </span>
                </TableHead>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {rows.map((row) => (
              <AnswerRow key={row.seq} row={row} items={poll.items} />
            ))}
          </TableBody>
        </Table>
      )}
      {hasNextPage ? (
        <CardFooter>
          <Button size="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </CardFooter>
      ) : null}
    </Card>
  );
}

function AnswerRow({ row, items }: { row: Answer; items: PollDetail["items"] }) {
  return (
    <TableRow>
      <TableCell className="align-top">
        <span className="whitespace-nowrap">
          <AgentLabel id={row.agent} name={row.names[row.agent]} />
        </span>
        {row.nullValues === null ? null : (
          <span className="block max-w-60 text-sm text-warning">
            Empty in the prompt: {row.nullValues}
          </span>
        )}
      </TableCell>
      {row.values === null ? (
        <TableCell colSpan={Math.max(1, items.length)} className="align-top">
          <Badge tone="danger">Invalid</Badge>{" "}
          <span className="text-muted-foreground">{row.message ?? row.reason}</span>
        </TableCell>
      ) : (
        items.map(({ name, type }) => (
          <TableCell key={name} numeric={isNumeric(type)} className="align-top">
            <span className="break-words">{formatAnswer(row.values?.[name], row.names)}</span>
          </TableCell>
        ))
      )}
    </TableRow>
  );
}

const isNumeric = (type: PollDetail["items"][number]["type"]): boolean =>
  type === "integer" || type === "number";

function formatAnswer(value: Value | undefined, names: Answer["names"]): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return formatNumber(value, 6);
  if (typeof value === "string")
    return Object.hasOwn(names, value) ? formatAgentName(value, names[value]) : value;
  return value.length === 0
    ? "none of them"
    : value.map((item) => formatAnswer(item, names)).join(", ");
}
