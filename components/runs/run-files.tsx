"use client";

import { Download } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { RunDetail } from "@/lib/contracts/runs";
import { isLive } from "./status";
import { useRun } from "./use-run";

const FILES: readonly { name: string; row: string; columns: string }[] = [
  {
    name: "decisions.csv",
    row: "One row per decision",
    columns: "Where and when (run, condition, replicate, seed, round, phase, agent), the action, one column per answer, status and reason, model, tokens, latency.",
  },
  { name: "agents.csv", row: "One row per agent and round", columns: "One column per attribute, as it stood at the end of the round; round 0 is the start." },
  { name: "measures.csv", row: "One row per measure and round", columns: "Measure, round, value, unit, and the problem where there is no value." },
  { name: "steps.csv", row: "One row per step", columns: "Round, phase, decisions, how many were valid, invalid (a column per reason) and rejected, and the digest: runs are equal up to the last step whose digests agree." },
  {
    name: "sft.jsonl",
    row: "One line per reviewed decision that can serve for training",
    columns: "The prompt as it was, in chat format, with the rewritten answer; where nobody rewrote it, the agent's own answer if it was scored 4 or 5. Everything else is left out.",
  },
  { name: "manifest.json", row: "One document", columns: "Scenario and its hash, parameters, seed, model, program version, digest, totals: what it takes to run this again and to check that it is the same." },
];

/** Everything that can be taken out of the program, and what each file holds. */
export function RunFiles({ run: initial }: { run: RunDetail }) {
  const { data: run = initial } = useRun(initial.id, initial);
  return (
    <>
      {isLive(run.progress) ? (
        <Alert tone="info" title="This run is not finished">
          The files hold what there is at the moment of the download. Download them again when it is done.
        </Alert>
      ) : null}
      <Card>
        <CardHeader title="Files" description="CSV files are UTF-8 with a header line and open in R, pandas, Stata, SPSS and Excel. Each says that its data are simulated, and by which model." />
        <Table label="Files of this run">
          <TableHeader>
            <TableRow>
              <TableHead>File</TableHead>
              <TableHead>What a row is</TableHead>
              <TableHead>What it holds</TableHead>
              <TableHead>
                <span className="sr-only">Download</span>
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {FILES.map(({ name, row, columns }) => (
              <TableRow key={name}>
                <TableCell className="align-top font-mono whitespace-nowrap">{name}</TableCell>
                <TableCell className="min-w-40 align-top">{row}</TableCell>
                <TableCell className="align-top text-muted-foreground">{columns}</TableCell>
                <TableCell className="align-top">
                  <Button asChild size="sm">
                    <a href={`/api/runs/${run.id}/files/${name}`} download>
                      <Download aria-hidden />
                      Download<span className="sr-only"> {name}</span>
                    </a>
                  </Button>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Card>
    </>
  );
}
