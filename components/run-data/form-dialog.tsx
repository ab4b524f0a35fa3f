"use client";

import { useEffect, useId, useRef, type ReactNode } from "react";
import { FailureAlert } from "@/components/api";
import { ProblemList } from "@/components/scenarios";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog, DialogClose, type DialogProps } from "@/components/ui/dialog";
import { FieldsSkeleton } from "./fields-skeleton";
import type { FormSubmission } from "./use-form-submission";

/** Data that the fields need, loaded when the dialog opens. */
export interface FormSource {
  readonly failureTitle: string;
  readonly query: {
    readonly error: Error | null;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
}

export interface FormDialogProps extends Pick<
  DialogProps,
  "open" | "onOpenChange" | "trigger" | "title" | "description" | "width"
> {
  /** The name of the form for screen readers. */
  formLabel: string;
  submission: FormSubmission;
  submitLabel: string;
  /** Whether the form can be sent. */
  ready: boolean;
  /** Replaces the button that sends the form. */
  action?: ReactNode;
  /** What did not happen when the server refuses the form. */
  failureTitle: string;
  sources?: readonly FormSource[];
  /** Shown above the fields, also while they are loading. */
  intro?: ReactNode;
  /** The fields, once their data are there. */
  children: ReactNode;
}

/** A dialog around a form that is sent to the server, and kept when the server refuses it. */
export function FormDialog({
  formLabel,
  submission,
  submitLabel,
  ready,
  action,
  failureTitle,
  sources = [],
  intro,
  children,
  ...dialog
}: FormDialogProps) {
  const id = useId();
  const { form, submit, isPending, error, otherProblems } = submission;
  return (
    <Dialog
      {...dialog}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          {action ?? (
            <Button type="submit" form={id} variant="primary" loading={isPending} disabled={!ready}>
              {submitLabel}
            </Button>
          )}
        </>
      }
    >
      <form
        ref={form}
        id={id}
        noValidate
        onSubmit={submit}
        aria-label={formLabel}
        className={cn("flex flex-col gap-4", sources.length > 0 && "min-h-96")}
      >
        {intro}
        {sources.map(({ failureTitle: title, query }) =>
          query.error ? (
            <FailureAlert
              key={title}
              title={title}
              error={query.error}
              onRetry={() => void query.refetch()}
            />
          ) : null,
        )}
        {sources.some(({ query }) => query.isPending) ? <FieldsSkeleton /> : null}
        {children}
        {error ? <Refusal title={failureTitle} submission={{ error, otherProblems }} /> : null}
      </form>
    </Dialog>
  );
}

/** Scrolls into view, because the button may be far below. */
function Refusal({
  title,
  submission: { error, otherProblems },
}: {
  title: string;
  submission: Pick<FormSubmission, "error" | "otherProblems">;
}) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    container.current?.scrollIntoView({ block: "nearest" });
  }, [error]);
  return (
    <div ref={container} className="flex flex-col gap-4">
      <FailureAlert title={title} error={error} />
      {otherProblems.length > 0 ? <ProblemList problems={otherProblems} /> : null}
    </div>
  );
}
