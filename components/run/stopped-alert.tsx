"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Alert, type AlertProps } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { TimeOfDay } from "@/components/ui/time-of-day";
import type { RunDetail } from "@/lib/contracts/runs";
import type { StopCause } from "@/lib/domain/run";
import { useRunCommand } from "./use-run-command";

const DATA_SAFE = "All decisions so far are kept.";

/** Says why a run stopped, whether its data are safe, and what to do. */
export function StoppedAlert({ run }: { run: RunDetail }) {
  const { status, statusReason, stopReason, pauseCause, resumeAt } = run.progress;
  switch (status) {
    case "paused":
      if (resumeAt !== null) return <WaitingAlert run={run} resumeAt={resumeAt} />;
      if (pauseCause === "person" || statusReason === null) return <PausedByPerson run={run} />;
      return (
        <Alert tone="warning" {...pausedContent(run, pauseCause)}>
          {statusReason} {DATA_SAFE}
          {pauseCause === "endpoint" && run.mayRun
            ? " Fix the problem, then resume: the run continues where it stopped."
            : ""}
          {pauseCause === "failures" && run.mayRun
            ? " Their fallbacks are recorded. Resume to continue with the next decisions."
            : ""}
        </Alert>
      );
    case "failed":
      return (
        <Alert
          tone="error"
          title="This run failed"
          action={
            pauseCause === "scenario" ? (
              <LinkButton href="/scenarios">Open Scenarios</LinkButton>
            ) : undefined
          }
        >
          {statusReason ?? "No reason was recorded."}
          {/* The reason of an unexpected error says so itself. */}
          {pauseCause === "unexpected" ? "" : ` ${DATA_SAFE}`}
          {pauseCause === "scenario"
            ? " The parameters of a run cannot be changed: start a new one."
            : ""}
        </Alert>
      );
    case "cancelled":
      return (
        <Alert tone="info" title="This run was cancelled">
          {statusReason ?? ""} All decisions until then are kept and can be downloaded.
        </Alert>
      );
    case "completed":
      return stopReason === null ? null : (
        <Alert tone="info" title="The scenario ended the run early">
          {stopReason}
        </Alert>
      );
    case "queued":
    case "running":
      return null;
  }
}

function pausedContent(
  run: RunDetail,
  cause: StopCause | null,
): Pick<AlertProps, "title" | "action"> {
  switch (cause) {
    case "budget":
      return {
        title: "The budget of the study is exhausted",
        action: <LinkButton href={`/studies/${run.studyId}`}>Open study</LinkButton>,
      };
    case "record":
      return {
        title: "An answer is not on record",
        action: <LinkButton href={`/studies/${run.studyId}`}>Open study</LinkButton>,
      };
    case "failures":
      return {
        title: "This run paused after decisions without an answer",
        action: (
          <LinkButton href={`/runs/${run.id}/decisions?status=invalid`}>Show decisions</LinkButton>
        ),
      };
    case "endpoint":
      return {
        title: "This run paused: the endpoint failed",
        action: <LinkButton href="/models">Open Models</LinkButton>,
      };
    default:
      return { title: "This run is paused" };
  }
}

function PausedByPerson({ run }: { run: RunDetail }) {
  return (
    <Alert tone="info" title="This run is paused">
      Active calls were finished and kept; those that took longer than 5 seconds will be repeated.
      {run.mayRun ? " Resume when you are ready: the run continues where it stopped." : ""}
    </Alert>
  );
}

function WaitingAlert({ run, resumeAt }: { run: RunDetail; resumeAt: string }) {
  const command = useRunCommand(run.id);
  const isPending = (name: "resume" | "pause") => command.isPending && command.variables === name;
  return (
    <Alert
      tone="warning"
      title="Waiting for the endpoint to recover"
      action={
        run.mayRun ? (
          <>
            <Button loading={isPending("resume")} onClick={() => command.mutate("resume")}>
              Try now
            </Button>
            <Button
              variant="ghost"
              loading={isPending("pause")}
              onClick={() => command.mutate("pause")}
            >
              Stay paused
            </Button>
          </>
        ) : undefined
      }
    >
      {run.progress.statusReason} {DATA_SAFE} The next attempt is at <TimeOfDay at={resumeAt} />;
      the run resumes automatically once the endpoint answers.
    </Alert>
  );
}

function LinkButton({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button asChild>
      <Link href={href}>{children}</Link>
    </Button>
  );
}
