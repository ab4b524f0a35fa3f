"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog, useFormSubmission, usePopulation } from "@/components/run-data";
import type { Population } from "@/lib/contracts/population";
import type { RunDetail } from "@/lib/contracts/runs";
import { PollFields } from "./poll-fields";
import { emptyPoll, toFormPointer, parsePollForm, type PollForm } from "./poll-form";
import { useStartPoll } from "./use-polls";

/** Fields that show their own problems. */
const FORM_POINTER =
  /^\/(label|intro)$|^\/items\/\d+\/(label|type|min|max|options)$|^\/sample\/(size|where|agents)$/;

export interface PollDialogProps {
  run: RunDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Puts a questionnaire to a sample of the agents in their current state. */
export function PollDialog({ run, open, onOpenChange }: PollDialogProps) {
  const router = useRouter();
  const population = usePopulation(run.id, open);
  const start = useStartPoll(run.id);
  const [form, setForm] = useState<PollForm | null>(null);
  const filled = form ?? (population.data ? initialForm(population.data) : null);
  const { round } = run.progress;
  const at = round === 0 ? "" : ` (round ${String(round)})`;
  const submission = useFormSubmission({
    mutation: start,
    parse: () => (filled ? parsePollForm(filled) : null),
    isField: (pointer) => FORM_POINTER.test(pointer),
    toFormPointer: (pointer) => toFormPointer(pointer, filled?.items ?? []),
    onSuccess: ({ id }) => {
      setForm(null);
      onOpenChange(false);
      router.push(`/runs/${run.id}/polls/${id}`);
    },
  });

  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      width="lg"
      title="New poll"
      description={
        `Ask agents questions in their current state${at}. ` +
        "Agents do not remember a poll, and it does not affect the run."
      }
      formLabel="Poll"
      submission={submission}
      submitLabel="Start poll"
      ready={filled !== null}
      failureTitle="The poll was not started"
      sources={[{ failureTitle: "The agents of this run could not be loaded", query: population }]}
    >
      {population.data && filled ? (
        <PollFields
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

const initialForm = ({ types, questionnaires }: Population): PollForm =>
  emptyPoll(questionnaires[0]?.name ?? null, types[0]?.name ?? "");
