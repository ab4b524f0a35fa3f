"use client";

import { Switch as Radix } from "radix-ui";
import { useId, type ComponentProps, type ReactNode } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";

export type SwitchProps = Omit<ComponentProps<typeof Radix.Root>, "children"> & {
  label?: ReactNode;
  description?: ReactNode;
};

/** For settings that act at once. Inside a form that is submitted, use Checkbox. */
export function Switch({ label, description, className, id, ...props }: SwitchProps) {
  const ownId = useId();
  const aria = useFieldControl({ ...props, id: id ?? (label === undefined ? undefined : ownId) });
  const control = (
    <Radix.Root
      className={cn(
        "inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-input bg-muted",
        "p-px disabled:opacity-50",
        "data-[state=checked]:border-primary data-[state=checked]:bg-primary",
        label === undefined && className,
      )}
      {...props}
      {...aria}
    >
      <Radix.Thumb
        className={cn(
          "block size-4 rounded-full bg-muted-foreground",
          "data-[state=checked]:translate-x-4 data-[state=checked]:bg-primary-foreground",
        )}
      />
    </Radix.Root>
  );
  if (label === undefined) return control;
  return (
    <div className={cn("flex items-start gap-2", className)}>
      {control}
      <div className="flex min-w-0 flex-col">
        <label htmlFor={aria.id}>{label}</label>
        {description === undefined ? null : (
          <span className="text-sm text-muted-foreground">{description}</span>
        )}
      </div>
    </div>
  );
}
