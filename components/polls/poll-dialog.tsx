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
import { emptyPoll, fieldOf, readPoll, type PollForm } from "./poll-form";
import { useStartPoll } from "./use-polls";

const FORM = "poll";
const OWN_FIELD = /^\/items\/\d+\/(label|type|min|max|options)$|^\/sample\/(size|where|agents)$/;

export interface PollDialogProps {
  run: RunDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A questionnaire to some of the agents, as they are now. */
export function PollDialog({ run, open, onOpenChange }: PollDialogProps) {
  const router = useRouter();
  const cast = usePopulation(run.id, open);
  const start = useStartPoll(run.id);
  const [form, setForm] = useState<PollForm | null>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const filled = form ?? (cast.data ? startOf(cast.data) : null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!filled || start.isPending) return;
    const read = readPoll(filled);
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
  const told =
    start.error instanceof ApiError
      ? start.error.problems.map((problem) => ({
          ...problem,
          pointer: fieldOf(problem.pointer, filled?.items ?? []),
        }))
      : [];
  const elsewhere = told.filter(({ pointer }) => !OWN_FIELD.test(pointer));

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="lg"
      title="Ask a sample"
      description={`Questions to some of the agents, as they are ${run.progress.round === 0 ? "now" : `now, in round ${String(run.progress.round)}`}. The answers are data: the agents will not remember them, and the run never hears of them.`}
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
            Ask
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
        {cast.error ? (
          <FailureAlert
            title="The agents of this run could not be loaded"
            error={cast.error}
            onRetry={() => void cast.refetch()}
          />
        ) : null}
        {cast.isPending ? <FieldsSkeleton /> : null}
        {cast.data && filled ? (
          <PollFields
            cast={cast.data}
            form={filled}
            onChange={change}
            errorAt={(pointer) => problemAt(problems, pointer) ?? problemAt(told, pointer)}
          />
        ) : null}
        {start.isError ? (
          <FormFailure title="Nobody was asked" error={start.error} problems={elsewhere} />
        ) : null}
      </form>
    </Dialog>
  );
}

const startOf = ({ types, questionnaires }: Population): PollForm =>
  emptyPoll(questionnaires[0]?.name ?? null, types[0]?.name ?? "");
