import { formatBytes, formatDuration, formatNumber } from "@/components/ui/format";
import { StatusDot } from "@/components/ui/status-dot";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { LiveProcess } from "@/lib/contracts/live-pool";

/** Processes report every two seconds: three missed reports deserve a warning. */
const UNRESPONSIVE_SECONDS = 7;

const SECOND = 1_000;

export function ProcessTable({ processes }: { processes: readonly LiveProcess[] }) {
  return (
    <Table label="Processes of this installation">
      <TableHeader>
        <TableRow>
          <TableHead>Process</TableHead>
          <TableHead>Status</TableHead>
          <TableHead>Roles</TableHead>
          <TableHead numeric>Model calls</TableHead>
          <TableHead numeric>Uptime</TableHead>
          <TableHead numeric>Memory</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {processes.map(
          ({ id, program, host, pid, roles, silentSeconds, calls, uptimeSeconds, memory }) => (
            <TableRow key={id}>
              <TableCell>
                <span className="font-semibold">{program}</span>
                <span className="text-muted-foreground">
                  {" "}
                  on {host}, process {pid}
                </span>
              </TableCell>
              <TableCell>
                {silentSeconds > UNRESPONSIVE_SECONDS ? (
                  <StatusDot tone="warning">
                    No signal for {formatDuration(silentSeconds * SECOND)}
                  </StatusDot>
                ) : (
                  <StatusDot tone="success">Running</StatusDot>
                )}
              </TableCell>
              <TableCell className="text-muted-foreground">
                {roles.length > 0 ? roles.join(", ") : "–"}
              </TableCell>
              <TableCell numeric>{formatNumber(calls)}</TableCell>
              <TableCell numeric>{formatDuration(Math.floor(uptimeSeconds) * SECOND)}</TableCell>
              <TableCell numeric>{formatBytes(memory)}</TableCell>
            </TableRow>
          ),
        )}
      </TableBody>
    </Table>
  );
}
