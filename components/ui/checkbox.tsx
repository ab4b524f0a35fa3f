"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { useId, type ComponentProps, type ReactNode } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";

export type CheckboxProps = Omit<ComponentProps<typeof Radix.Root>, "children"> & {
  label?: ReactNode;
  description?: ReactNode;
};

/** `checked` may be "indeterminate". Without a `label`, pass `aria-label` or wrap it in a Field. */
export function Checkbox({ label, description, className, id, ...props }: CheckboxProps) {
  const ownId = useId();
  const aria = useFieldControl({ ...props, id: id ?? (label === undefined ? undefined : ownId) });
  const box = (
    <Radix.Root
      className={cn(
        "flex size-4 shrink-0 items-center justify-center rounded-sm border border-input",
        "bg-card hover:border-muted-foreground",
        "data-[state=checked]:border-primary data-[state=checked]:bg-primary",
        "data-[state=checked]:text-primary-foreground",
        "data-[state=indeterminate]:border-primary data-[state=indeterminate]:bg-primary",
        "data-[state=indeterminate]:text-primary-foreground",
        "disabled:opacity-50 aria-invalid:border-destructive",
        label === undefined ? className : "mt-0.5",
      )}
      {...props}
      {...aria}
    >
      <Radix.Indicator>
        {props.checked === "indeterminate" ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
  if (label === undefined) return box;
  return (
    <div className={cn("flex items-start gap-2", className)}>
      {box}
      <div className="flex min-w-0 flex-col">
        <label htmlFor={aria.id}>{label}</label>
        {description === undefined ? null : (
          <span className="text-sm text-muted-foreground">{description}</span>
        )}
      </div>
    </div>
  );
}
