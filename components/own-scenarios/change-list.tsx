import { Alert } from "@/components/ui/alert";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { formatCount } from "@/components/ui/format";
import type { Change } from "./list-changes";

/** What differs from the run or study that the form was filled from. */
export function ChangeList({ changes, origin }: { changes: readonly Change[]; origin: string }) {
  if (changes.length === 0)
    return (
      <Alert title="Nothing differs yet">
        {`The form is as ${origin} was, the seed included. A language model may answer otherwise ` +
          "all the same."}
      </Alert>
    );
  return (
    <section aria-label={`Differences from ${origin}`} className="flex flex-col gap-2">
      <h3 className="font-semibold" aria-live="polite">
        {`${formatCount(changes.length, "difference")} from ${origin}`}
      </h3>
      <div className="overflow-hidden rounded-md border border-border">
        <Table label="Differences">
          <TableHeader>
            <TableRow>
              <TableHead>Setting</TableHead>
              <TableHead>Then</TableHead>
              <TableHead>Now</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {changes.map(({ label, before, after }) => (
              <TableRow key={label}>
                <TableCell className="min-w-24">{label}</TableCell>
                <TableCell className="min-w-20 break-words text-muted-foreground">
                  {before}
                </TableCell>
                <TableCell className="min-w-20 font-semibold break-words">{after}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </section>
  );
}
