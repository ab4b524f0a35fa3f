import { StatusDot } from "@/components/ui/status-dot";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { HealthCheck, HealthSubject } from "@/lib/contracts/health";

const LABELS: Readonly<Record<HealthSubject, string>> = {
  database: "Database",
  migrations: "Database updates",
  queue: "Queue",
  workers: "Workers",
  endpoints: "Endpoints",
  runs: "Runs",
  disk: "Disk",
  backup: "Backup",
  version: "Version",
};

/** One line per check, those that need attention first. */
export function CheckTable({ checks }: { checks: readonly HealthCheck[] }) {
  const needsAttention = ({ state }: HealthCheck): boolean => state === "attention";
  const sorted = [
    ...checks.filter(needsAttention),
    ...checks.filter((check) => !needsAttention(check)),
  ];
  return (
    <Table label="Checks of the installation">
      <TableHeader>
        <TableRow>
          <TableHead>Part</TableHead>
          <TableHead>State</TableHead>
          <TableHead>Finding</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {sorted.map((check) => (
          <TableRow key={check.subject}>
            <TableCell className="align-top font-semibold whitespace-nowrap">
              {LABELS[check.subject]}
            </TableCell>
            <TableCell className="align-top whitespace-nowrap">
              {needsAttention(check) ? (
                <StatusDot tone="warning">Attention</StatusDot>
              ) : (
                <StatusDot tone="success">OK</StatusDot>
              )}
            </TableCell>
            <TableCell className="min-w-72 align-top whitespace-normal">
              {check.finding}
              {check.advice === null ? null : (
                <span className="block text-muted-foreground">
                  <WithCommands text={check.advice} />
                </span>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Shows what stands between backticks as code. */
function WithCommands({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <code key={index} className="font-mono break-words text-foreground">
        {part}
      </code>
    ),
  );
}
