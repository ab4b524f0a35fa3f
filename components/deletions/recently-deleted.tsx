"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { FailureAlert, failureMessage, get, queryKeys, request } from "@/components/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
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
import {
  deletionList,
  UNDO_MINUTES,
  type Deletion,
  type DeletionList,
} from "@/lib/contracts/deletions";
import { KIND_LABELS } from "./describe-deletion";
import { useUndo } from "./use-undo";

const REFRESH_MS = 10_000;

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const fullName = ({ name, within }: Deletion): string =>
  within === null ? name : `${name} of ${within}`;

/** What was deleted and is not removed yet, until when it can be restored, and by whom. */
export function RecentlyDeleted({ initial }: { initial: DeletionList }) {
  const client = useQueryClient();
  const undo = useUndo();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.deletions,
    queryFn: ({ signal }) => get("/api/deletions", deletionList, signal),
    initialData: initial,
    refetchInterval: ({ state }) => ((state.data?.deletions.length ?? 0) > 0 ? REFRESH_MS : false),
  });
  const restore = useMutation({ mutationFn: undo });
  const [removing, setRemoving] = useState<Deletion | null>(null);
  const remove = useMutation({
    mutationFn: ({ id }: Deletion) => request("POST", `/api/deletions/${id}/purge`, z.unknown()),
    onSuccess: (_, deleted) => toast.success(`${fullName(deleted)} is being removed for good`),
    onError: (failure, deleted) =>
      toast.error(`${fullName(deleted)} was not removed`, {
        description: failureMessage(failure),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.deletions }),
  });
  return (
    <>
      {error ? (
        <FailureAlert
          title="The list could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      <Card className="overflow-hidden">
        <CardHeader
          title="Recently deleted"
          description={
            `Hidden everywhere, and can be restored for ${String(UNDO_MINUTES)} minutes. Then a ` +
            "worker removes it for good."
          }
        />
        {data.deletions.length === 0 ? (
          <EmptyState
            title="Nothing was deleted in the last ten minutes"
            description="Runs, studies, scenarios, tables and projects are deleted on their pages."
          />
        ) : (
          <Table label="Recently deleted">
            <TableHeader>
              <TableRow>
                <TableHead>Name</TableHead>
                <TableHead>Kind</TableHead>
                <TableHead>Deleted</TableHead>
                <TableHead>By</TableHead>
                <TableHead>Final removal</TableHead>
                <TableHead>
                  <span className="sr-only">Actions</span>
                </TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {data.deletions.map((deleted) => (
                <TableRow key={deleted.id}>
                  <TableCell className="min-w-48">
                    <span className="font-semibold">{deleted.name}</span>
                    {deleted.within === null ? null : (
                      <div className="text-xs text-muted-foreground">{deleted.within}</div>
                    )}
                  </TableCell>
                  <TableCell>{capitalise(KIND_LABELS[deleted.kind])}</TableCell>
                  <TableCell>
                    <Timestamp at={deleted.deletedAt} />
                  </TableCell>
                  <TableCell className="whitespace-nowrap">
                    {deleted.deletedBy ??
                      (deleted.reason === "retention" ? "Retention" : "The command line")}
                  </TableCell>
                  <TableCell>
                    {deleted.isPurging ? (
                      <Badge>Being removed</Badge>
                    ) : (
                      <Timestamp at={deleted.purgeAt} style="date" />
                    )}
                  </TableCell>
                  <TableActions>
                    {deleted.isPurging || !mayChange(data, deleted) ? null : (
                      <>
                        <Button
                          size="sm"
                          variant="ghost"
                          loading={restore.isPending && restore.variables.id === deleted.id}
                          onClick={() => restore.mutate(deleted)}
                        >
                          Restore<span className="sr-only"> {fullName(deleted)}</span>
                        </Button>
                        <Button
                          size="sm"
                          variant="dangerGhost"
                          onClick={() => setRemoving(deleted)}
                        >
                          Remove now<span className="sr-only"> {fullName(deleted)}</span>
                        </Button>
                      </>
                    )}
                  </TableActions>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
      {removing === null ? null : (
        <ConfirmDialog
          open
          danger
          onOpenChange={(open) => {
            if (!open) setRemoving(null);
          }}
          title={`Remove ${fullName(removing)} for good?`}
          description="It can no longer be restored, and no copy is kept."
          confirmLabel="Remove now"
          onConfirm={async () => {
            await remove.mutateAsync(removing);
          }}
        />
      )}
    </>
  );
}

/** Deleted projects are listed for their owners only. */
const mayChange = (list: DeletionList, { kind }: Deletion): boolean =>
  list.mayChange || kind === "project";
