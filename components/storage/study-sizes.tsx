"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment, useState } from "react";
import { Button } from "@/components/ui/button";
import { formatBytes, formatCount, formatNumber, formatPercent } from "@/components/ui/format";
import {
  Table,
  TableActions,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { DeletionKind } from "@/lib/contracts/deletions";
import type { DiskUse } from "@/lib/contracts/disk-use";

type Study = DiskUse["studies"][number];

/** A dash for what began after the measurement. */
const showBytes = (bytes: number | null): string => (bytes === null ? "–" : formatBytes(bytes));

/** What the reader chose to delete. */
export type ToDelete = { readonly kind: DeletionKind; readonly id: string };

/** Studies by size; each unfolds to its runs. */
export function StudySizes({
  studies,
  total,
  onDelete,
}: {
  studies: readonly Study[];
  total: number;
  onDelete: ((what: ToDelete) => void) | undefined;
}) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(unfolded);
    if (!next.delete(id)) next.add(id);
    setUnfolded(next);
  };
  return (
    <Table label="Disk use of studies">
      <TableHeader>
        <TableRow>
          <TableHead>Study</TableHead>
          <TableHead>Runs</TableHead>
          <TableHead numeric>Decisions</TableHead>
          <TableHead numeric>Size</TableHead>
          <TableHead numeric>Share</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {studies.map((study) => {
          const isUnfolded = unfolded.has(study.id);
          return (
            <Fragment key={study.id}>
              <TableRow>
                <TableCell className="min-w-48">
                  <Link
                    href={`/studies/${study.id}`}
                    className="rounded-sm font-semibold hover:underline"
                  >
                    {study.name}
                  </Link>
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  <Button
                    size="sm"
                    variant="ghost"
                    className="-ml-2"
                    aria-expanded={isUnfolded}
                    onClick={() => toggle(study.id)}
                  >
                    {isUnfolded ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
                    {formatCount(study.runs.length, "run")}
                    <span className="sr-only"> of {study.name}</span>
                  </Button>
                </TableCell>
                <TableCell numeric>
                  {formatNumber(
                    study.runs.reduce((sum, { decisions }) => sum + decisions, 0),
                    12,
                  )}
                </TableCell>
                <TableCell numeric className="whitespace-nowrap">
                  {showBytes(study.bytes)}
                </TableCell>
                <TableCell numeric>
                  {study.bytes === null || total === 0
                    ? "–"
                    : formatPercent(study.bytes / total, 0)}
                </TableCell>
                <DeleteCell
                  name={study.name}
                  what={{ kind: "study", id: study.id }}
                  {...{ onDelete }}
                />
              </TableRow>
              {isUnfolded
                ? study.runs.map((run) => (
                    <TableRow key={run.id}>
                      <TableCell className="first:pl-8">
                        <Link href={`/runs/${run.id}`} className="rounded-sm hover:underline">
                          {run.name}
                        </Link>
                      </TableCell>
                      <TableCell />
                      <TableCell numeric>{formatNumber(run.decisions, 12)}</TableCell>
                      <TableCell numeric className="whitespace-nowrap">
                        {showBytes(run.bytes)}
                      </TableCell>
                      <TableCell />
                      <DeleteCell
                        name={`${run.name} of ${study.name}`}
                        what={{ kind: "run", id: run.id }}
                        {...{ onDelete }}
                      />
                    </TableRow>
                  ))
                : null}
            </Fragment>
          );
        })}
      </TableBody>
    </Table>
  );
}

function DeleteCell({
  name,
  what,
  onDelete,
}: {
  name: string;
  what: ToDelete;
  onDelete: ((what: ToDelete) => void) | undefined;
}) {
  return (
    <TableActions>
      {onDelete === undefined ? null : (
        <Button size="sm" variant="ghost" onClick={() => onDelete(what)}>
          Delete<span className="sr-only"> {name}</span>
        </Button>
      )}
    </TableActions>
  );
}
