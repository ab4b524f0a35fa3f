"use client";

import { Download } from "lucide-react";
import { isLive, runApiPath, useRun } from "@/components/run-data";
import { DeletedPrompts } from "@/components/retention";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { RunFileInfo } from "@/lib/contracts/files";
import type { RunDetail } from "@/lib/contracts/runs";

const GROUPS: readonly { group: RunFileInfo["group"]; title: string; description: string }[] = [
  {
    group: "results",
    title: "Results",
    description:
      "CSV files are in UTF-8 with a header row and open in R, pandas, Stata, SPSS and Excel. " +
      "Each states that its data are simulated, and by which model.",
  },
  {
    group: "world",
    title: "World by round",
    description:
      "The state of every row at the end of each round; round 0 is the start. The current " +
      "round is not included until it is complete.",
  },
  {
    group: "training",
    title: "Training",
    description: "Training examples: answers that reviewers accepted or rewrote.",
  },
];

/** All downloads of a run. */
export function RunFiles({ run: initial }: { run: RunDetail }) {
  const { data: run = initial } = useRun(initial.id, initial);
  return (
    <>
      {isLive(run.progress) ? (
        <Alert tone="info" title="This run is not finished">
          Downloads contain the data so far. Download them again when the run is finished.
        </Alert>
      ) : null}
      {run.promptsDeletedAt === null ? null : (
        <Alert tone="info" title="Prompts and raw answers are not in the files">
          <DeletedPrompts at={run.promptsDeletedAt} />: the columns raw_answer are empty, and
          sft.jsonl has no examples of these decisions.
        </Alert>
      )}
      {GROUPS.map(({ group, title, description }) => (
        <Card key={group}>
          <CardHeader title={title} description={description} />
          <FileTable
            label={`Files: ${title}`}
            runId={run.id}
            files={run.files.filter((file) => file.group === group)}
          />
        </Card>
      ))}
    </>
  );
}

function FileTable({
  label,
  runId,
  files,
}: {
  label: string;
  runId: string;
  files: readonly RunFileInfo[];
}) {
  return (
    <Table label={label}>
      <TableHeader>
        <TableRow>
          <TableHead>File</TableHead>
          <TableHead>Unit of a row</TableHead>
          <TableHead>Contents</TableHead>
          <TableHead>
            <span className="sr-only">Download</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {files.map(({ name, row, columns }) => (
          <TableRow key={name}>
            <TableCell className="align-top font-mono whitespace-nowrap">{name}</TableCell>
            <TableCell className="min-w-40 align-top">{row}</TableCell>
            <TableCell className="align-top text-muted-foreground">{columns}</TableCell>
            <TableCell className="align-top">
              <Button asChild size="sm">
                <a href={`${runApiPath(runId)}/files/${name}`} download>
                  <Download aria-hidden />
                  Download<span className="sr-only"> {name}</span>
                </a>
              </Button>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
