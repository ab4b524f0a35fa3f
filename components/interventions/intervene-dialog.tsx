"use client";

import { useState } from "react";
import { FormDialog, isFinal, useFormSubmission, usePopulation } from "@/components/run-data";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast-store";
import type { RunDetail } from "@/lib/contracts/runs";
import {
  EMPTY_INTERVENTION,
  parseInterventionForm,
  type InterventionForm,
} from "./intervention-form";
import { InterventionFields } from "./intervention-fields";
import { useIntervene } from "./use-interventions";

export interface InterveneDialogProps {
  run: RunDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Passes the form on to a fork: a finished run cannot be changed. */
  onFork: (form: InterventionForm) => void;
}

/** Intervenes in a running or paused run. Keeps the form until the intervention was accepted. */
export function InterveneDialog({ run, open, onOpenChange, onFork }: InterveneDialogProps) {
  const population = usePopulation(run.id, open);
  const intervene = useIntervene(run.id);
  const [form, setForm] = useState(EMPTY_INTERVENTION);
  const isOver = isFinal(run.progress);
  const filled =
    form.agentType === "" ? { ...form, agentType: population.data?.types[0]?.name ?? "" } : form;
  const submission = useFormSubmission({
    mutation: intervene,
    parse: () => (population.data ? parseInterventionForm(filled, population.data) : null),
    isField: (pointer) => pointer === "/label",
    onSuccess: ({ number }) => {
      setForm(EMPTY_INTERVENTION);
      onOpenChange(false);
      toast.success(`Intervention ${String(number)} is scheduled`, {
        description:
          run.progress.status === "running"
            ? "It will be applied before the next step. The overview shows its status."
            : "It will be applied when the run resumes. The overview shows its status.",
      });
    },
  });

  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      width="lg"
      title="Intervene"
      description={
        "Change the run from outside. Interventions are recorded, and become part of replays " +
        "and forks."
      }
      formLabel="Intervention"
      submission={submission}
      submitLabel="Intervene"
      ready={population.data !== undefined}
      action={
        isOver ? (
          <Button variant="primary" disabled={!population.data} onClick={() => onFork(filled)}>
            Fork with intervention…
          </Button>
        ) : undefined
      }
      failureTitle="The intervention was not scheduled"
      sources={[{ failureTitle: "The agents of this run could not be loaded", query: population }]}
      intro={
        isOver ? (
          <Alert title="This run has ended and cannot be changed">
            Fork it instead: the fork shares the history up to a round and starts with the
            intervention. Your entries are carried over.
          </Alert>
        ) : (
          <p className="text-muted-foreground">{describeTiming(run)}</p>
        )
      }
    >
      {population.data ? (
        <InterventionFields
          runId={run.id}
          population={population.data}
          form={filled}
          onChange={(next) => {
            setForm(next);
            submission.clear();
          }}
          errorAt={submission.errorAt}
        />
      ) : null}
    </FormDialog>
  );
}

function describeTiming({ progress: { status, round } }: RunDetail): string {
  const at = round === 0 ? "" : ` The run is in round ${String(round)}.`;
  return status === "running"
    ? `Applied before the next step of the run.${at}`
    : `Applied when the run resumes, before anything else.${at}`;
}
