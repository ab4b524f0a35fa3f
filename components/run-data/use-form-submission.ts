"use client";

import type { UseMutationResult } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent, type RefObject } from "react";
import { ApiError, problemAt } from "@/components/api";
import type { Problem } from "@/lib/contracts/errors";

/** The request that a form makes, or the problems with its fields. */
export type ParsedForm<Input> =
  | { readonly ok: true; readonly input: Input }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A form on its way to the server, as `FormDialog` shows it. */
export interface FormSubmission {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly submit: (event: FormEvent) => void;
  readonly isPending: boolean;
  /** Why the server refused the form; null until it does. */
  readonly error: Error | null;
  /** Problems of the server that belong to no field. */
  readonly otherProblems: readonly Problem[];
  /** Returns the problem with a field, by its pointer (`/text`). */
  readonly errorAt: (pointer: string) => string | undefined;
  /** Removes all problems: the form has changed. */
  readonly clear: () => void;
}

export interface FormSubmissionOptions<Input, Result> {
  /** Checks the form; null while what it needs is still loading. */
  readonly parse: () => ParsedForm<NoInfer<Input>> | null;
  readonly mutation: UseMutationResult<Result, Error, Input>;
  readonly onSuccess: (result: Result) => void;
  /** Whether a field shows the problems at this pointer; the others are listed below the form. */
  readonly isField: (pointer: string) => boolean;
  /** Converts a pointer of the request to one of the form. */
  readonly toFormPointer?: (pointer: string) => string;
}

const FIRST_INVALID_FIELD = ["input", "textarea", "button"]
  .map((control) => `${control}[aria-invalid=true]`)
  .join(", ");

/** Checks a form, sends it, and assigns the problems of both to its fields. */
export function useFormSubmission<Input, Result>({
  parse,
  mutation,
  onSuccess,
  isField,
  toFormPointer = (pointer) => pointer,
}: FormSubmissionOptions<Input, Result>): FormSubmission {
  const form = useRef<HTMLFormElement>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const { error, isPending, isError, mutate, reset } = mutation;
  // A marked field may be out of view, far above the button.
  useEffect(() => {
    if (problems.length > 0) form.current?.querySelector<HTMLElement>(FIRST_INVALID_FIELD)?.focus();
  }, [problems]);
  const serverProblems =
    error instanceof ApiError
      ? error.problems.map((one) => ({ ...one, pointer: toFormPointer(one.pointer) }))
      : [];
  return {
    form,
    isPending,
    error,
    otherProblems: serverProblems.filter(({ pointer }) => !isField(pointer)),
    errorAt: (pointer) => problemAt(problems, pointer) ?? problemAt(serverProblems, pointer),
    submit: (event) => {
      event.preventDefault();
      const parsed = isPending ? null : parse();
      if (parsed === null) return;
      setProblems(parsed.ok ? [] : parsed.problems);
      if (parsed.ok) mutate(parsed.input, { onSuccess });
    },
    clear: () => {
      if (problems.length > 0) setProblems([]);
      if (isError) reset();
    },
  };
}
