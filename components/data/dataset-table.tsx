"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { formatBytes, formatNumber } from "@/components/ui/format";
import {
  SortableHead,
  type SortDirection,
  Table,
  TableActions,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { DatasetSummary } from "@/lib/contracts/datasets";

export interface DatasetTableProps {
  label: string;
  datasets: readonly DatasetSummary[];
  onReplace?: ((dataset: DatasetSummary) => void) | undefined;
  onDelete?: ((dataset: DatasetSummary) => void) | undefined;
}

type Column = "name" | "rows" | "bytes" | "uploadedAt";

const sortValue = (dataset: DatasetSummary, column: Column): string | number =>
  dataset[column] ?? "";

const compare = (left: string | number, right: string | number): number =>
  typeof left === "number" && typeof right === "number"
    ? left - right
    : String(left).localeCompare(String(right));

export function DatasetTable({ label, datasets, onReplace, onDelete }: DatasetTableProps) {
  const [sort, setSort] = useState<{ column: Column; direction: SortDirection }>({
    column: "name",
    direction: "asc",
  });
  const sign = sort.direction === "asc" ? 1 : -1;
  const sorted = [...datasets].sort(
    (left, right) => sign * compare(sortValue(left, sort.column), sortValue(right, sort.column)),
  );
  const dated = datasets.some(({ uploadedAt }) => uploadedAt !== null);
  const acting = onReplace !== undefined && onDelete !== undefined;
  const head = (column: Column, text: string, numeric = false) => (
    <SortableHead
      numeric={numeric}
      direction={sort.column === column ? sort.direction : undefined}
      firstDirection={column === "name" ? "asc" : "desc"}
      onSort={(direction) => setSort({ column, direction })}
    >
      {text}
    </SortableHead>
  );
  return (
    <Table label={label}>
      <TableHeader>
        <TableRow>
          {head("name", "Name")}
          {head("rows", "Rows", true)}
          <TableHead>Columns</TableHead>
          {head("bytes", "Size", true)}
          {dated ? head("uploadedAt", "Uploaded") : null}
          {acting ? (
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          ) : null}
        </TableRow>
      </TableHeader>
      <TableBody>
        {sorted.map((dataset) => (
          <TableRow key={dataset.id}>
            <TableCell className="min-w-40">
              <Link
                href={`/data/${encodeURIComponent(dataset.id)}`}
                className="rounded-sm font-semibold hover:underline"
              >
                {dataset.name}
              </Link>
              <div className="text-xs text-muted-foreground">
                {dataset.description ?? dataset.fileName}
              </div>
            </TableCell>
            <TableCell numeric>{formatNumber(dataset.rows, 7)}</TableCell>
            <TableCell className="max-w-96 min-w-48">{columnNames(dataset)}</TableCell>
            <TableCell numeric className="whitespace-nowrap">
              {formatBytes(dataset.bytes)}
            </TableCell>
            {dated ? (
              <TableCell className="whitespace-nowrap">
                {dataset.uploadedAt === null ? null : <Timestamp at={dataset.uploadedAt} />}
              </TableCell>
            ) : null}
            {acting ? (
              <TableActions>
                <Button size="sm" variant="ghost" onClick={() => onReplace(dataset)}>
                  Replace<span className="sr-only"> {dataset.name}</span>
                </Button>
                <Button size="sm" variant="ghost" onClick={() => onDelete(dataset)}>
                  Delete<span className="sr-only"> {dataset.name}</span>
                </Button>
              </TableActions>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const MAX_NAMES = 6;

function columnNames({ columns }: DatasetSummary): string {
  const names = columns
    .slice(0, MAX_NAMES)
    .map(({ name }) => name)
    .join(", ");
  return columns.length > MAX_NAMES ? `${names} and ${columns.length - MAX_NAMES} more` : names;
}
