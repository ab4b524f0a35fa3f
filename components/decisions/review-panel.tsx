"use client";

import { useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import type { AnswerField, DecisionDetail } from "@/lib/contracts/reviews";
import { AnswerForm } from "./answer-form";
import { prefill } from "./rewrite";
import { SaveStatus } from "./save-status";
import type { ReviewHandle } from "./use-review";

const FIRST_FIELD = [
  "textarea",
  "input:not([type=hidden])",
  '[role=radio][tabindex="0"]',
  "[role=radio]",
  "[role=combobox]",
  "[role=checkbox]",
].join(", ");
const SCORES = [1, 2, 3, 4, 5].map((score) => ({ value: String(score), label: score }));

/** One person's review of a decision: score, rewritten answer and comment. Saved automatically. */
export function ReviewPanel({
  decision,
  fields,
  review,
}: {
  decision: DecisionDetail;
  fields: readonly AnswerField[] | null | undefined;
  review: ReviewHandle;
}) {
  const rewriting = useRef<HTMLDivElement>(null);
  const { verdict, state, message, edit, retry } = review;
  if (!decision.rewritable || fields?.length === 0) return null;
  const begin = () => {
    if (!fields) return;
    edit({ rewrite: prefill(fields, decision.values) }, true);
    // The form is not rendered yet, and the button with the focus is about to disappear.
    requestAnimationFrame(() =>
      rewriting.current?.querySelector<HTMLElement>(FIRST_FIELD)?.focus(),
    );
  };
  return (
    <section
      aria-label="Your review"
      className="flex flex-col gap-4 rounded-lg border border-border bg-card p-4"
    >
      <header className="flex min-h-5 items-center justify-between gap-2">
        <h3 className="font-semibold">Your review</h3>
        <SaveStatus state={state} />
      </header>
      {state === "failed" ? (
        <Alert
          tone="error"
          title="Not saved"
          action={
            <Button size="sm" onClick={retry}>
              Try again
            </Button>
          }
        >
          {message} Your entries are kept here.
        </Alert>
      ) : null}
      <Field
        label="Score"
        hint={
          <>
            1 = poor, 5 = convincing. Press <Kbd>1</Kbd> to <Kbd>5</Kbd> to score, <Kbd>J</Kbd> for
            the next decision, <Kbd>K</Kbd> for the previous one.
          </>
        }
      >
        <div className="flex items-center gap-2">
          <RadioGroup
            appearance="segments"
            aria-label="Score"
            value={verdict.score === null ? "" : String(verdict.score)}
            onValueChange={(score) => edit({ score: Number(score) }, true)}
            options={SCORES}
          />
          {verdict.score === null ? null : (
            <Button size="sm" variant="ghost" onClick={() => edit({ score: null }, true)}>
              Clear
            </Button>
          )}
        </div>
      </Field>
      {fields === null ? null : verdict.rewrite === null ? (
        <div className="flex flex-col items-start gap-1">
          <Button size="sm" onClick={begin} loading={fields === undefined}>
            Rewrite the answer
          </Button>
          <p className="text-sm text-muted-foreground">
            Write the answer the agent should have given. The training file includes it.
          </p>
        </div>
      ) : (
        <div className="flex flex-col gap-3 border-t border-border pt-3">
          <div className="flex items-center justify-between gap-2">
            <h4 className="font-semibold">Rewritten answer</h4>
            <Button size="sm" variant="ghost" onClick={() => edit({ rewrite: null }, true)}>
              Discard rewrite
            </Button>
          </div>
          <div ref={rewriting} className="flex flex-col gap-3">
            <AnswerForm
              fields={fields ?? []}
              answer={verdict.rewrite}
              onChange={(rewrite) => edit({ rewrite }, false)}
            />
          </div>
        </div>
      )}
      <Field label="Comment">
        <Textarea
          rows={2}
          autoGrow
          className="min-h-14"
          maxLength={5_000}
          value={verdict.comment ?? ""}
          onChange={(event) =>
            edit({ comment: event.target.value === "" ? null : event.target.value }, false)
          }
        />
      </Field>
    </section>
  );
}
