"use client";

import { GitFork, Pause, Play, Zap } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { DeleteButton } from "@/components/deletions";
import type { InterventionForm } from "@/components/interventions";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { useOnceTrue } from "@/components/ui/use-once-true";
import type { RunDetail } from "@/lib/contracts/runs";
import { statusAfterCommand } from "@/lib/domain/run";
import { type Command, useRunCommand } from "./use-run-command";

// Loaded when they are first opened: most visits of a run open neither.
const ForkDialog = dynamic(async () => (await import("@/components/forks")).ForkDialog);
const InterveneDialog = dynamic(
  async () => (await import("@/components/interventions")).InterveneDialog,
);

/** Commands that the current state of the run allows. */
export function RunControls({ run }: { run: RunDetail }) {
  const command = useRunCommand(run.id);
  const { status } = run.progress;
  const [intervening, setIntervening] = useState(false);
  const [forking, setForking] = useState(false);
  const [prefilled, setPrefilled] = useState<InterventionForm | null>(null);
  const interveningOnce = useOnceTrue(intervening);
  const forkingOnce = useOnceTrue(forking);
  const busy = (name: Command) => command.isPending && command.variables === name;
  if (!run.mayRun) return null;
  return (
    <>
      <DeleteButton
        kind="run"
        id={run.id}
        leaveTo={`/studies/${run.studyId}`}
        size="sm"
        variant="ghost"
      />
      {statusAfterCommand(status, "cancel") ? (
        <ConfirmDialog
          danger
          trigger={
            <Button size="sm" variant="ghost">
              Cancel run
            </Button>
          }
          title="Cancel this run?"
          description={
            "The run ends here and cannot be resumed. All decisions so far are kept and can " +
            "be viewed and downloaded. To stop for a while, pause it instead."
          }
          confirmLabel="Cancel run"
          cancelLabel="Keep running"
          onConfirm={async () => {
            await command.mutateAsync("cancel");
          }}
        />
      ) : null}
      <Button size="sm" onClick={() => setIntervening(true)}>
        <Zap aria-hidden />
        <span className="max-md:sr-only">Intervene…</span>
      </Button>
      <Button size="sm" onClick={() => setForking(true)}>
        <GitFork aria-hidden />
        <span className="max-md:sr-only">Fork…</span>
      </Button>
      {interveningOnce ? (
        <InterveneDialog
          run={run}
          open={intervening}
          onOpenChange={setIntervening}
          onFork={(form) => {
            setIntervening(false);
            setPrefilled(form);
            setForking(true);
          }}
        />
      ) : null}
      {forkingOnce ? (
        <ForkDialog run={run} open={forking} onOpenChange={setForking} intervention={prefilled} />
      ) : null}
      {statusAfterCommand(status, "pause") ? (
        <Button size="sm" loading={busy("pause")} onClick={() => command.mutate("pause")}>
          <Pause aria-hidden />
          Pause
        </Button>
      ) : null}
      {statusAfterCommand(status, "resume") ? (
        <Button
          size="sm"
          variant="primary"
          loading={busy("resume")}
          onClick={() => command.mutate("resume")}
        >
          <Play aria-hidden />
          Resume
        </Button>
      ) : null}
    </>
  );
}
