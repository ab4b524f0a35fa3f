"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, type FormEvent } from "react";
import { ApiError, FailureAlert, problemAt } from "@/components/api";
import { EMPTY_INTERVENTION, type InterventionForm } from "@/components/interventions";
import { FieldsSkeleton, FormFailure, usePopulation } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { toast } from "@/components/ui/toast-store";
import type { Problem } from "@/lib/contracts/errors";
import type { RunDetail } from "@/lib/contracts/runs";
import { ForkFields } from "./fork-fields";
import { defaultForkRound, parseForkForm, type ForkForm } from "./fork-form";
import { useForkRun, useForks } from "./use-forks";

const FORM = "fork";
const EMPTY: ForkForm = {
  round: null,
  rounds: null,
  change: "none",
  intervention: EMPTY_INTERVENTION,
  models: {},
};
const FORM_POINTERS = ["/round", "/rounds"];

export interface ForkDialogProps {
  run: RunDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** An intervention that was filled in for a finished run. */
  intervention: InterventionForm | null;
}

/** Starts a new run that shares the beginning of this one. */
export function ForkDialog({ run, open, onOpenChange, intervention }: ForkDialogProps) {
  const router = useRouter();
  const population = usePopulation(run.id, open);
  const points = useForks(run.id);
  const fork = useForkRun(run.id);
  const [form, setForm] = useState<ForkForm>(EMPTY);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [prefilled, setPrefilled] = useState<InterventionForm | null>(null);
  if (intervention !== prefilled) {
    setPrefilled(intervention);
    if (intervention) setForm((known) => ({ ...known, change: "intervention", intervention }));
  }
  // The run may have progressed since the page was opened.
  const { refetch } = points;
  useEffect(() => {
    if (open) void refetch();
  }, [open, refetch]);

  const agentType = population.data?.types[0]?.name ?? "";
  const filled =
    form.intervention.agentType === ""
      ? { ...form, intervention: { ...form.intervention, agentType } }
      : form;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!points.data || fork.isPending) return;
    const read = parseForkForm(filled, points.data, population.data);
    setProblems(read.ok ? [] : read.problems);
    if (!read.ok) return;
    fork.mutate(read.input, {
      onSuccess: ({ runId }) => {
        setForm(EMPTY);
        onOpenChange(false);
        toast.success("Fork started", {
          description: "You are now on its page. The original run is unchanged.",
        });
        router.push(`/runs/${runId}`);
      },
    });
  };
  const change = (next: ForkForm) => {
    setForm(next);
    setProblems([]);
    if (fork.isError) fork.reset();
  };
  const serverProblems = fork.error instanceof ApiError ? fork.error.problems : [];
  const otherProblems = serverProblems.filter(
    ({ pointer }) => !FORM_POINTERS.includes(pointer) && !pointer.startsWith("/models/"),
  );
  const possible = points.data && defaultForkRound(points.data) !== null;

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="lg"
      title="Fork this run"
      description="A new run in this study that shares the history of this one up to a round and continues independently from there. This run does not change."
      footer={
        <>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
          <Button
            type="submit"
            form={FORM}
            variant="primary"
            loading={fork.isPending}
            disabled={possible !== true}
          >
            Fork
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        noValidate
        onSubmit={submit}
        aria-label="Fork"
        className="flex min-h-96 flex-col gap-4"
      >
        {points.error ? (
          <FailureAlert
            title="The rounds of this run could not be loaded"
            error={points.error}
            onRetry={() => void points.refetch()}
          />
        ) : null}
        {population.error ? (
          <FailureAlert
            title="The agents of this run could not be loaded"
            error={population.error}
            onRetry={() => void population.refetch()}
          />
        ) : null}
        {points.isPending || population.isPending ? <FieldsSkeleton /> : null}
        {possible === false ? (
          <EmptyState
            title="The first round has not started"
            description="A run can be forked from the start of a round. Wait until setup is complete."
          />
        ) : null}
        {points.data && population.data && possible === true ? (
          <ForkFields
            run={run}
            points={points.data}
            population={population.data}
            form={filled}
            onChange={change}
            errorAt={(pointer) =>
              problemAt(problems, pointer) ?? problemAt(serverProblems, pointer)
            }
          />
        ) : null}
        {fork.isError ? (
          <FormFailure title="The run was not forked" error={fork.error} problems={otherProblems} />
        ) : null}
      </form>
    </Dialog>
  );
}
