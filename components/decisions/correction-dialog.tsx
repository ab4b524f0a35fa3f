"use client";

import { GitFork } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForkRun } from "@/components/forks";
import { formatAgentName, FormDialog, useFormSubmission } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast-store";
import type { AnswerField, DecisionDetail } from "@/lib/contracts/reviews";
import type { RunDetail } from "@/lib/contracts/runs";
import { AnswerForm } from "./answer-form";
import { prefill, rewriteProblems, toRewrite, type Answer } from "./rewrite";

/** Forks a run with another answer of one agent, to see what follows from it. */
export function CorrectionDialog({
  run,
  decision,
  fields,
}: {
  run: RunDetail;
  decision: DecisionDetail;
  fields: readonly AnswerField[];
}) {
  const router = useRouter();
  const fork = useForkRun(run.id);
  const { values, version, seq, action, round, names } = decision;
  const agent = formatAgentName(decision.agent, names[decision.agent]);
  const [open, setOpen] = useState(false);
  const [answer, setAnswer] = useState<Answer>(() => prefill(fields, values));
  const fits = Object.keys(rewriteProblems(fields, answer)).length === 0;
  const submission = useFormSubmission({
    mutation: fork,
    parse: () =>
      fits
        ? {
            ok: true,
            input: {
              correction: {
                version,
                seq,
                ...(action !== null && { action }),
                values: toRewrite(fields, answer),
              },
            },
          }
        : null,
    isField: () => false,
    onSuccess: ({ runId }) => {
      setOpen(false);
      toast.success("Fork started", {
        description: `You are viewing the new run, with the corrected answer of ${agent}.`,
      });
      router.push(`/runs/${runId}`);
    },
  });

  return (
    // Keys typed here must not reach the list of decisions behind.
    <div role="presentation" onKeyDown={(event) => (open ? event.stopPropagation() : undefined)}>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button size="sm">
            <GitFork aria-hidden />
            Fork with a corrected answer…
          </Button>
        }
        title="Fork with a corrected answer"
        description={
          `Creates a run with the same history up to this decision of ${agent} in round ` +
          `${String(round)}, with your answer in its place. The other agents of this phase ` +
          "answer as before; everything after is decided again. This run does not change."
        }
        formLabel="Corrected answer"
        submission={submission}
        submitLabel="Fork"
        ready={fits}
        failureTitle="The fork was not created"
      >
        <AnswerForm
          fields={fields}
          answer={answer}
          onChange={(next) => {
            setAnswer(next);
            submission.clear();
          }}
        />
      </FormDialog>
    </div>
  );
}
