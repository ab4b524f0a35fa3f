"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { z } from "zod";
import { FailureAlert, failureMessage, get, queryKeys, request } from "@/components/api";
import { DeletionDialog } from "@/components/deletions";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { formatBytes } from "@/components/ui/format";
import {
  Table,
  TableActions,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import { toast } from "@/components/ui/toast-store";
import { diskUse, type DiskUse } from "@/lib/contracts/disk-use";
import { StudySizes, type ToDelete } from "./study-sizes";

const REFRESH_MS = 5_000;

/** What the data of the project need on disk, the largest first, to delete what is not needed. */
export function DiskUseView({ initial }: { initial: DiskUse }) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.diskUse,
    queryFn: ({ signal }) => get("/api/disk-use", diskUse, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.isMeasuring === true ? REFRESH_MS : false),
  });
  const [deleting, setDeleting] = useState<ToDelete | null>(null);
  const measure = useMutation({
    mutationFn: () => request("POST", "/api/disk-use", z.unknown()),
    onError: (failure) =>
      toast.error("The disk use is not being measured", { description: failureMessage(failure) }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.diskUse }),
  });
  const { studies, tables, projects, hiddenBytes, databaseBytes, measuredAt, mayChange } = data;
  const total = [...studies, ...tables].reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const onDelete = mayChange ? setDeleting : undefined;
  return (
    <>
      {error ? (
        <FailureAlert
          title="The disk use could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      <Card className="overflow-hidden">
        <CardHeader
          title="Disk use"
          description={
            measuredAt === null ? (
              "Not measured yet: a worker does it within a minute."
            ) : (
              <>
                {formatBytes(total)} in this project
                {hiddenBytes > 0
                  ? `, and ${formatBytes(hiddenBytes)} deleted, not removed yet`
                  : ""}
                . {formatBytes(databaseBytes)} in the whole database. Measured{" "}
                <Timestamp at={measuredAt} />.
              </>
            )
          }
          actions={
            mayChange ? (
              <Button
                size="sm"
                loading={measure.isPending || (data.isMeasuring && measuredAt !== null)}
                onClick={() => measure.mutate()}
              >
                Measure again
              </Button>
            ) : undefined
          }
        />
        {studies.length === 0 ? (
          <EmptyState
            title="No studies yet"
            description="Runs need most of the disk. Start a study to see its size here."
          />
        ) : (
          <StudySizes studies={studies} total={total} onDelete={onDelete} />
        )}
        <CardBody>
          <p className="text-sm text-muted-foreground">
            Estimated: the size of each table of the database, indexes included, divided by the
            number of rows of each run. A dash marks what began after the measurement.
          </p>
        </CardBody>
      </Card>
      {tables.length > 0 ? (
        <Card className="overflow-hidden">
          <CardHeader title="Tables" description="Uploaded tables of this project." />
          <SizeTable label="Tables" hasActions={onDelete !== undefined}>
            {tables.map(({ id, name, bytes, isRetained }) => (
              <TableRow key={id}>
                <TableCell className="min-w-48">
                  <span className="flex flex-wrap items-center gap-2">
                    {isRetained ? (
                      name
                    ) : (
                      <Link
                        href={`/data/${id}`}
                        className="rounded-sm font-semibold hover:underline"
                      >
                        {name}
                      </Link>
                    )}
                    {isRetained ? <Badge tone="outline">Kept for its runs</Badge> : null}
                  </span>
                </TableCell>
                <TableCell numeric className="whitespace-nowrap">
                  {formatBytes(bytes)}
                </TableCell>
                <TableActions>
                  {isRetained || onDelete === undefined ? null : (
                    <Button
                      size="sm"
                      variant="ghost"
                      onClick={() => onDelete({ kind: "dataset", id })}
                    >
                      Delete<span className="sr-only"> {name}</span>
                    </Button>
                  )}
                </TableActions>
              </TableRow>
            ))}
          </SizeTable>
        </Card>
      ) : null}
      {projects.length > 1 ? (
        <Card className="overflow-hidden">
          <CardHeader title="Projects" description="Runs and tables of each." />
          <SizeTable label="Projects">
            {projects.map(({ id, name, bytes }) => (
              <TableRow key={id}>
                <TableCell className="min-w-48">{name}</TableCell>
                <TableCell numeric>{formatBytes(bytes)}</TableCell>
              </TableRow>
            ))}
          </SizeTable>
        </Card>
      ) : null}
      {deleting === null ? null : (
        <DeletionDialog {...deleting} onClose={() => setDeleting(null)} />
      )}
    </>
  );
}

function SizeTable({
  label,
  hasActions = false,
  children,
}: {
  label: string;
  hasActions?: boolean;
  children: ReactNode;
}) {
  return (
    <Table label={label}>
      <TableHeader>
        <TableRow>
          <TableHead className="w-full">Name</TableHead>
          <TableHead numeric>Size</TableHead>
          {hasActions ? (
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          ) : null}
        </TableRow>
      </TableHeader>
      <TableBody>{children}</TableBody>
    </Table>
  );
}
