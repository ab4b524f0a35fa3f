"use client";

import { Download } from "lucide-react";
import Link from "next/link";
import { FailureAlert, failureMessage } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { formatCount, formatNumber } from "@/components/ui/format";
import { Progress } from "@/components/ui/progress";
import { Timestamp } from "@/components/ui/timestamp";
import { toast } from "@/components/ui/toast-store";
import type { PollDetail } from "@/lib/contracts/polls";
import type { RunDetail } from "@/lib/contracts/runs";
import { PollAnswers } from "./poll-answers";
import { PollItem } from "./poll-item";
import { POLL_STATUS } from "./poll-status";
import { usePoll, useResumePoll } from "./use-polls";

/** One poll: progress, results by question, and all answers. */
export function PollView({ run, poll: initial }: { run: RunDetail; poll: PollDetail }) {
  const { data: poll, error, refetch } = usePoll(run.id, initial.id, initial);
  const resume = useResumePoll(run.id, poll.id);
  const { status, asked, answered, invalid } = poll;
  return (
    <>
      {error ? (
        <FailureAlert
          title="The poll could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      <Card>
        <CardHeader
          title={poll.label}
          description={
            <>
              {formatCount(asked, "agent")} ({poll.agentType}) in round {poll.round} ·{" "}
              {poll.createdBy === null ? "" : `${poll.createdBy}, `}
              <Timestamp at={poll.createdAt} />
            </>
          }
          actions={
            <>
              <Button asChild variant="ghost">
                <Link href={`/runs/${run.id}/polls`}>All polls</Link>
              </Button>
              <Button asChild>
                <a href={`/api/runs/${run.id}/files/${poll.file}`} download>
                  <Download aria-hidden />
                  Download CSV
                </a>
              </Button>
            </>
          }
        />
        <CardBody className="flex flex-col gap-3">
          {poll.intro === "" ? null : (
            <p className="max-w-prose whitespace-pre-wrap text-muted-foreground">{poll.intro}</p>
          )}
          <Progress
            value={asked === 0 ? 1 : answered / asked}
            tone={POLL_STATUS[status].tone}
            label={POLL_STATUS[status].label}
            detail={
              `${formatNumber(answered)} of ${formatNumber(asked)} answered` +
              (invalid === 0 ? "" : `, ${formatNumber(invalid)} invalid`)
            }
          />
          {status === "failed" ? (
            <Alert
              tone="error"
              title="This poll failed"
              action={
                run.mayRun ? (
                  <Button
                    loading={resume.isPending}
                    onClick={() =>
                      resume.mutate(undefined, {
                        onError: (failure) =>
                          toast.error("The poll could not be resumed", {
                            description: failureMessage(failure),
                          }),
                      })
                    }
                  >
                    Resume
                  </Button>
                ) : undefined
              }
            >
              {poll.problem} Answers so far are kept. Resuming asks only the remaining agents.
            </Alert>
          ) : null}
        </CardBody>
      </Card>
      <section aria-label="Results" className="grid grid-cols-1 gap-4 md:grid-cols-2">
        {poll.items.map((item) => (
          <PollItem key={item.name} item={item} running={status === "running"} />
        ))}
      </section>
      <PollAnswers runId={run.id} poll={poll} />
    </>
  );
}
