"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { ApiError, FailureAlert, problemAt } from "@/components/api";
import { FieldsSkeleton, FormFailure, usePopulation } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { Population } from "@/lib/contracts/population";
import type { Problem } from "@/lib/contracts/errors";
import type { RunDetail } from "@/lib/contracts/runs";
import { PollFields } from "./poll-fields";
import { emptyPoll, toFormPointer, parsePollForm, type PollForm } from "./poll-form";
import { useStartPoll } from "./use-polls";

const FORM = "poll";
const FORM_POINTER = /^\/items\/\d+\/(label|type|min|max|options)$|^\/sample\/(size|where|agents)$/;

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
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const filled = form ?? (population.data ? initialForm(population.data) : null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!filled || start.isPending) return;
    const read = parsePollForm(filled);
    setProblems(read.ok ? [] : read.problems);
    if (!read.ok) return;
    start.mutate(read.input, {
      onSuccess: ({ id }) => {
        setForm(null);
        onOpenChange(false);
        router.push(`/runs/${run.id}/polls/${id}`);
      },
    });
  };
  const change = (next: PollForm) => {
    setForm(next);
    setProblems([]);
    if (start.isError) start.reset();
  };
  const serverProblems =
    start.error instanceof ApiError
      ? start.error.problems.map((problem) => ({
          ...problem,
          pointer: toFormPointer(problem.pointer, filled?.items ?? []),
        }))
      : [];
  const otherProblems = serverProblems.filter(({ pointer }) => !FORM_POINTER.test(pointer));

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="lg"
      title="New poll"
      description={`Ask agents questions in their current state${run.progress.round === 0 ? "" : ` (round ${String(run.progress.round)})`}. Agents do not remember a poll, and it does not affect the run.`}
      footer={
        <>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
          <Button
            type="submit"
            form={FORM}
            variant="primary"
            loading={start.isPending}
            disabled={filled === null}
          >
            {" "}
            Start poll{" "}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        noValidate
        onSubmit={submit}
        aria-label="Poll"
        className="flex min-h-96 flex-col gap-4"
      >
        {population.error ? (
          <FailureAlert
            title="The agents of this run could not be loaded"
            error={population.error}
            onRetry={() => void population.refetch()}
          />
        ) : null}
        {population.isPending ? <FieldsSkeleton /> : null}
        {population.data && filled ? (
          <PollFields
            population={population.data}
            form={filled}
            onChange={change}
            errorAt={(pointer) =>
              problemAt(problems, pointer) ?? problemAt(serverProblems, pointer)
            }
          />
        ) : null}
        {start.isError ? (
          <FormFailure
            title="The poll was not started"
            error={start.error}
            problems={otherProblems}
          />
        ) : null}
      </form>
    </Dialog>
  );
}

const initialForm = ({ types, questionnaires }: Population): PollForm =>
  emptyPoll(questionnaires[0]?.name ?? null, types[0]?.name ?? "");
