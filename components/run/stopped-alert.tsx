"use client";

import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { TimeOfDay } from "@/components/ui/time-of-day";
import type { RunDetail } from "@/lib/contracts/runs";
import { useRunCommand } from "./use-run-command";

/** How the reason begins when it was not the scenario that failed: then resuming may help. */
const UNFORESEEN = "Something unforeseen";
const BY_HAND = "Paused by a member of the project.";

/** Says why a run stopped, whether its data are safe, and what to do. */
export function StoppedAlert({ run }: { run: RunDetail }) {
  const { status, statusReason, stopReason, pauseCause, resumeAt } = run.progress;
  const again = useRunCommand(run.id);
  const models = (
    <Button asChild>
      <Link href="/models">Open Models</Link>
    </Button>
  );
  const next = run.mayRun ? " Put the cause right, then resume: it goes on where it stood." : "";
  const scenarios = (
    <Button asChild>
      <Link href="/scenarios">Open Scenarios</Link>
    </Button>
  );
  const ofScenario = statusReason !== null && !statusReason.startsWith(UNFORESEEN);
  switch (status) {
    case "paused":
      if (resumeAt !== null) {
        return (
          <Alert
            tone="warning"
            title="Waiting for the endpoint to come back"
            action={
              run.mayRun ? (
                <>
                  <Button
                    loading={again.isPending && again.variables === "resume"}
                    onClick={() => again.mutate("resume")}
                  >
                    Try now
                  </Button>
                  <Button
                    variant="ghost"
                    loading={again.isPending && again.variables === "pause"}
                    onClick={() => again.mutate("pause")}
                  >
                    Stay paused
                  </Button>
                </>
              ) : undefined
            }
          >
            {statusReason} Everything decided so far is kept. It tries again at{" "}
            <TimeOfDay at={resumeAt} /> and goes on by itself once the endpoint answers.
          </Alert>
        );
      }
      if (pauseCause === "budget" || pauseCause === "record") {
        return (
          <Alert
            tone="warning"
            title={
              pauseCause === "budget"
                ? "The budget of the study is used up"
                : "An answer is not on record"
            }
            action={
              <Button asChild>
                <Link href={`/studies/${run.studyId}`}>Open the study</Link>
              </Button>
            }
          >
            {statusReason} Everything decided so far is kept.
          </Alert>
        );
      }
      return statusReason === BY_HAND || statusReason === null ? (
        <Alert tone="info" title="This run is paused">
          Calls under way were finished and kept; those that took longer than 5 seconds will be
          asked again.{run.mayRun ? " Resume when you are ready: it goes on where it stood." : ""}
        </Alert>
      ) : (
        <Alert tone="warning" title="This run paused itself" action={models}>
          {statusReason} Everything decided so far is kept.{next}
        </Alert>
      );
    case "failed":
      return (
        <Alert tone="error" title="This run failed" action={ofScenario ? scenarios : undefined}>
          {statusReason ?? "No reason was recorded."}{" "}
          {ofScenario
            ? "Everything decided so far is kept. Parameters of a run cannot be changed: start a new one."
            : null}
        </Alert>
      );
    case "cancelled":
      return (
        <Alert tone="info" title="This run was cancelled">
          {statusReason ?? ""} What was decided until then is kept and can be downloaded.
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
