import { formatNumber } from "@/components/ui/format";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { HealthReport } from "@/lib/contracts/health";

export function QueueTable({ queues }: Pick<HealthReport, "queues">) {
  return (
    <Table label="Jobs by queue and state">
      <TableHeader>
        <TableRow>
          <TableHead>Queue</TableHead>
          <TableHead numeric>Waiting</TableHead>
          <TableHead numeric>In progress</TableHead>
          <TableHead numeric>Delayed</TableHead>
          <TableHead numeric>Failed</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {queues.map(({ name, waiting, active, delayed, failed }) => (
          <TableRow key={name}>
            <TableCell className="font-semibold">{name}</TableCell>
            <TableCell numeric>{formatNumber(waiting)}</TableCell>
            <TableCell numeric>{formatNumber(active)}</TableCell>
            <TableCell numeric>{formatNumber(delayed)}</TableCell>
            <TableCell numeric>{formatNumber(failed)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
