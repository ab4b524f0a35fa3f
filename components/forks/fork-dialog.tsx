"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { EMPTY_INTERVENTION, type InterventionForm } from "@/components/interventions";
import { FormDialog, useFormSubmission, usePopulation } from "@/components/run-data";
import { EmptyState } from "@/components/ui/empty-state";
import { toast } from "@/components/ui/toast-store";
import type { RunDetail } from "@/lib/contracts/runs";
import { ForkFields } from "./fork-fields";
import { defaultForkRound, parseForkForm, type ForkForm } from "./fork-form";
import { useForkRun, useForks } from "./use-forks";

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
  const submission = useFormSubmission({
    mutation: fork,
    parse: () => (points.data ? parseForkForm(filled, points.data, population.data) : null),
    isField: (pointer) => FORM_POINTERS.includes(pointer) || pointer.startsWith("/models/"),
    onSuccess: ({ runId }) => {
      setForm(EMPTY);
      onOpenChange(false);
      toast.success("Fork started", {
        description: "You are now on its page. The original run is unchanged.",
      });
      router.push(`/runs/${runId}`);
    },
  });
  const possible = points.data && defaultForkRound(points.data) !== null;

  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      width="lg"
      title="Fork this run"
      description={
        "A new run in this study that shares the history of this one up to a round and " +
        "continues independently from there. This run does not change."
      }
      formLabel="Fork"
      submission={submission}
      submitLabel="Fork"
      ready={possible === true}
      failureTitle="The run was not forked"
      sources={[
        { failureTitle: "The rounds of this run could not be loaded", query: points },
        { failureTitle: "The agents of this run could not be loaded", query: population },
      ]}
    >
      {possible === false ? (
        <EmptyState
          title="The first round has not started"
          description={
            "A run can be forked from the start of a round. Wait until setup is complete."
          }
        />
      ) : null}
      {points.data && population.data && possible === true ? (
        <ForkFields
          run={run}
          points={points.data}
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
