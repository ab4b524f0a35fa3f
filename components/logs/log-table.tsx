import Link from "next/link";
import { formatCount } from "@/components/ui/format";
import { StatusDot } from "@/components/ui/status-dot";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { LogEntry } from "@/lib/contracts/logs";

/** The entries, the latest first, with their details below the message. */
export function LogTable({ entries }: { entries: readonly LogEntry[] }) {
  return (
    <Table label="Log, the latest first">
      <TableHeader>
        <TableRow>
          <TableHead>Time</TableHead>
          <TableHead>Level</TableHead>
          <TableHead>Event</TableHead>
          <TableHead>Process</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {entries.map((entry) => (
          <TableRow key={entry.id}>
            <TableCell className="align-top">
              <Timestamp at={entry.at} style="exact" />
            </TableCell>
            <TableCell className="align-top">
              {entry.level === "error" ? (
                <StatusDot tone="danger">Error</StatusDot>
              ) : (
                <StatusDot tone="warning">Warning</StatusDot>
              )}
            </TableCell>
            <TableCell className="min-w-80 align-top whitespace-normal">
              <span className="inline-block font-semibold first-letter:uppercase">
                {entry.message}
              </span>
              {entry.run === null ? null : (
                <>
                  {" · "}
                  {entry.isRunDeleted ? (
                    <span className="text-muted-foreground">run (deleted)</span>
                  ) : (
                    <Link href={`/runs/${entry.run}`} className="text-primary underline">
                      Open run
                    </Link>
                  )}
                </>
              )}
              {Object.entries(entry.details).map(([name, value]) => (
                <Detail key={name} name={name} value={value} />
              ))}
            </TableCell>
            <TableCell className="align-top whitespace-nowrap">
              {entry.program}
              <span className="block text-sm text-muted-foreground">
                {entry.host}, process {entry.pid}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** A stack trace folds to its first line. */
function Detail({ name, value }: { name: string; value: string }) {
  const [first = "", ...rest] = value.split("\n");
  return (
    <div className="text-sm break-words text-muted-foreground first-letter:uppercase">
      {name}: {first}
      {rest.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer">{formatCount(rest.length, "more line")}</summary>
          <pre className="overflow-x-auto whitespace-pre-wrap">{rest.join("\n")}</pre>
        </details>
      )}
    </div>
  );
}
