"use client";

import { useState, type FormEvent } from "react";
import { ApiError, FailureAlert, problemAt } from "@/components/api";
import { FieldsSkeleton, FormFailure, isFinal, usePopulation } from "@/components/run-data";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast-store";
import type { Problem } from "@/lib/contracts/errors";
import type { RunDetail } from "@/lib/contracts/runs";
import {
  EMPTY_INTERVENTION,
  parseInterventionForm,
  type InterventionForm,
} from "./intervention-form";
import { InterventionFields } from "./intervention-fields";
import { useIntervene } from "./use-interventions";

const FORM = "intervene";

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
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const isOver = isFinal(run.progress);
  const filled =
    form.agentType === "" ? { ...form, agentType: population.data?.types[0]?.name ?? "" } : form;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!population.data || intervene.isPending) return;
    const read = parseInterventionForm(filled, population.data);
    setProblems(read.ok ? [] : read.problems);
    if (!read.ok) return;
    intervene.mutate(read.input, {
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
  };
  const change = (next: InterventionForm) => {
    setForm(next);
    setProblems([]);
    if (intervene.isError) intervene.reset();
  };
  const serverProblems = intervene.error instanceof ApiError ? intervene.error.problems : [];

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="lg"
      title="Intervene"
      description="Change the run from outside. Interventions are recorded, and become part of replays and forks."
      footer={
        <>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
          {isOver ? (
            <Button variant="primary" disabled={!population.data} onClick={() => onFork(filled)}>
              Fork with intervention…
            </Button>
          ) : (
            <Button
              type="submit"
              form={FORM}
              variant="primary"
              loading={intervene.isPending}
              disabled={!population.data}
            >
              Intervene
            </Button>
          )}
        </>
      }
    >
      <form
        id={FORM}
        noValidate
        onSubmit={submit}
        aria-label="Intervention"
        className="flex min-h-96 flex-col gap-4"
      >
        {isOver ? (
          <Alert title="This run has ended and cannot be changed">
            {" "}
            Fork it instead: the fork shares the history up to a round and starts with the
            intervention. Your entries are carried over.
          </Alert>
        ) : (
          <p className="text-muted-foreground">{describeTiming(run)}</p>
        )}
        {population.error ? (
          <FailureAlert
            title="The agents of this run could not be loaded"
            error={population.error}
            onRetry={() => void population.refetch()}
          />
        ) : null}
        {population.isPending ? <FieldsSkeleton /> : null}
        {population.data ? (
          <InterventionFields
            runId={run.id}
            population={population.data}
            form={filled}
            onChange={change}
            errorAt={(pointer) => problemAt(problems, pointer)}
          />
        ) : null}
        {intervene.isError ? (
          <FormFailure
            title="The intervention was not scheduled"
            error={intervene.error}
            problems={serverProblems}
          />
        ) : null}
      </form>
    </Dialog>
  );
}

function describeTiming({ progress: { status, round } }: RunDetail): string {
  const at = round === 0 ? "" : ` The run is in round ${String(round)}.`;
  return status === "running"
    ? `Applied before the next step of the run.${at}`
    : `Applied when the run resumes, before anything else.${at}`;
}
