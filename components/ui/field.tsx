"use client";

import { CircleAlert } from "lucide-react";
import { useId, useMemo, type ReactNode } from "react";
import { cn } from "./cn";
import { FieldContext } from "./field-context";
import { Label } from "./label";

export interface FieldProps {
  label: ReactNode;
  /** What to enter and why, always visible. */
  hint?: ReactNode;
  /** The problem with the present value, `errors.name?.message` of react-hook-form. */
  error?: string | undefined;
  required?: boolean | undefined;
  /** Shown at the right end of the label's line. */
  aside?: ReactNode;
  hideLabel?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** Label, hint and error of one control, which reads its ids and aria state from the context. */
export function Field({
  label,
  hint,
  error,
  required = false,
  aside,
  hideLabel = false,
  className,
  children,
}: FieldProps) {
  const base = useId();
  const hasHint = hint !== undefined && hint !== null;
  const invalid = error !== undefined && error !== "";
  const context = useMemo(() => {
    const described = [hasHint ? `${base}-hint` : "", invalid ? `${base}-error` : ""]
      .filter((id) => id !== "")
      .join(" ");
    return {
      controlId: `${base}-control`,
      labelId: `${base}-label`,
      describedBy: described === "" ? undefined : described,
      invalid,
      required,
    };
  }, [base, hasHint, invalid, required]);

  return (
    <FieldContext value={context}>
      <div className={cn("flex min-w-0 flex-col gap-1", className)}>
        <div className={cn("flex items-baseline justify-between gap-2", hideLabel && "sr-only")}>
          <Label id={context.labelId} htmlFor={context.controlId}>
            {label}
            {required ? (
              <span aria-hidden className="text-destructive">
                {" *"}
              </span>
            ) : null}
          </Label>
          {aside === undefined ? null : (
            <div className="text-sm text-muted-foreground">{aside}</div>
          )}
        </div>
        {children}
        {hasHint ? (
          <div id={`${base}-hint`} className="text-sm text-muted-foreground">
            {hint}
          </div>
        ) : null}
        <div aria-live="polite" className="empty:hidden">
          {invalid ? (
            <p id={`${base}-error`} className="flex gap-1 text-sm text-destructive">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {error}
            </p>
          ) : null}
        </div>
      </div>
    </FieldContext>
  );
}
