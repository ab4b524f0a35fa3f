"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { ApiError, FailureAlert, failureMessage, get, queryKeys, request } from "@/components/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { TableSkeleton } from "@/components/ui/skeleton";
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
import { endedSessions, sessionList, type SessionSummary } from "@/lib/contracts/sessions";

/** The reader's open sessions, which they can end. */
export function SessionList() {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: queryKeys.sessions,
    queryFn: ({ signal }) => get("/api/account/sessions", sessionList, signal),
  });
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.sessions });
  const end = useMutation({
    mutationFn: ({ id }: SessionSummary) =>
      request("DELETE", `/api/account/sessions/${encodeURIComponent(id)}`, z.unknown()),
    onSuccess: () => toast.success("The session was ended"),
    onError: (failure) => {
      // Another tab, or the person at that device, was faster: what was wanted has happened.
      if (failure instanceof ApiError && failure.code === "notFound")
        toast.success("The session had ended already");
      else toast.error("The session was not ended", { description: failureMessage(failure) });
    },
    onSettled: refresh,
  });
  const endOthers = useMutation({
    mutationFn: () => request("DELETE", "/api/account/sessions", endedSessions),
    onSuccess: ({ ended }) => toast.success(`${formatCount(ended, "session")} ended`),
    onError: (failure) =>
      toast.error("The sessions were not ended", { description: failureMessage(failure) }),
    onSettled: refresh,
  });
  const others = data?.filter(({ isCurrent }) => !isCurrent).length ?? 0;
  return (
    <Card className="overflow-hidden">
      <CardHeader
        title="Sessions"
        description="Browsers in which you are signed in. End those that you do not know."
        actions={
          others > 0 ? (
            <Button loading={endOthers.isPending} onClick={() => setAsked(true)}>
              End all others
            </Button>
          ) : undefined
        }
      />
      {error ? (
        <div className="p-4">
          <FailureAlert
            title="The sessions could not be loaded"
            error={error}
            onRetry={() => void refetch()}
          />
        </div>
      ) : null}
      {isPending && !error ? <TableSkeleton rows={2} label="Loading the sessions" /> : null}
      {data === undefined ? null : (
        <SessionTable
          sessions={data}
          busyId={end.isPending ? end.variables.id : null}
          onEnd={(session) => end.mutate(session)}
        />
      )}
      <ConfirmDialog
        open={asked}
        danger
        onOpenChange={setAsked}
        title="End all other sessions?"
        description={
          "You stay signed in here. Everywhere else you have to sign in again; what was saved " +
          "there stays."
        }
        confirmLabel="End sessions"
        onConfirm={async () => {
          await endOthers.mutateAsync();
        }}
      />
    </Card>
  );
}

function SessionTable({
  sessions,
  busyId,
  onEnd,
}: {
  sessions: readonly SessionSummary[];
  busyId: string | null;
  onEnd: (session: SessionSummary) => void;
}) {
  return (
    <Table label="Sessions">
      <TableHeader>
        <TableRow>
          <TableHead>Device</TableHead>
          <TableHead>Address</TableHead>
          <TableHead>Last seen</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {sessions.map((session) => (
          <TableRow key={session.id}>
            <TableCell className="min-w-40">
              <div className="flex flex-wrap items-center gap-2">
                {session.device}
                {session.isCurrent ? <Badge tone="outline">This session</Badge> : null}
              </div>
              <div className="text-xs text-muted-foreground">
                Signed in <Timestamp at={session.signedInAt} />
              </div>
            </TableCell>
            <TableCell className="break-all">{session.address ?? "–"}</TableCell>
            <TableCell>
              <Timestamp at={session.lastSeenAt} />
            </TableCell>
            <TableActions>
              {session.isCurrent ? null : (
                <Button
                  size="sm"
                  variant="ghost"
                  loading={busyId === session.id}
                  onClick={() => onEnd(session)}
                >
                  End
                  <span className="sr-only">
                    {" "}
                    the session in {session.device}, {session.address ?? "unknown address"}
                  </span>
                </Button>
              )}
            </TableActions>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
