"use client";

import { RadioGroup as Radix } from "radix-ui";
import { useId, type ComponentProps, type ReactNode } from "react";
import { cn } from "./cn";
import { useFieldGroup } from "./field-context";

interface RadioOption {
  value: string;
  label: ReactNode;
  description?: ReactNode;
  disabled?: boolean | undefined;
}

export type RadioGroupProps = Omit<ComponentProps<typeof Radix.Root>, "children"> & {
  options: readonly RadioOption[];
  /** "segments" puts short options side by side in one bar, as for a rating from 1 to 5. */
  appearance?: "list" | "segments" | undefined;
};

export function RadioGroup({ options, appearance = "list", className, ...props }: RadioGroupProps) {
  const base = useId();
  const aria = useFieldGroup(props);
  if (appearance === "segments") {
    return (
      <Radix.Root className={cn("inline-flex w-fit", className)} {...props} {...aria}>
        {options.map((option) => (
          <Radix.Item
            key={option.value}
            value={option.value}
            {...(option.disabled === true ? { disabled: true } : {})}
            className={cn(
              "-ml-px flex h-8 min-w-8 items-center justify-center border border-input",
              "bg-card px-3 first:ml-0 first:rounded-l-md last:rounded-r-md",
              "hover:bg-accent focus-visible:z-10 disabled:opacity-50",
              "data-[state=checked]:z-1 data-[state=checked]:border-primary",
              "data-[state=checked]:bg-primary data-[state=checked]:font-semibold",
              "data-[state=checked]:text-primary-foreground",
            )}
          >
            {option.label}
          </Radix.Item>
        ))}
      </Radix.Root>
    );
  }
  return (
    <Radix.Root className={cn("flex flex-col gap-2", className)} {...props} {...aria}>
      {options.map((option) => {
        const id = `${base}-${option.value}`;
        return (
          <div key={option.value} className="flex items-start gap-2">
            <Radix.Item
              id={id}
              value={option.value}
              {...(option.disabled === true ? { disabled: true } : {})}
              className={cn(
                "mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border",
                "border-input bg-card hover:border-muted-foreground disabled:opacity-50",
                "data-[state=checked]:border-primary",
              )}
            >
              <Radix.Indicator className="size-2 rounded-full bg-primary" />
            </Radix.Item>
            <div className="flex min-w-0 flex-col">
              <label htmlFor={id}>{option.label}</label>
              {option.description === undefined ? null : (
                <span className="text-sm text-muted-foreground">{option.description}</span>
              )}
            </div>
          </div>
        );
      })}
    </Radix.Root>
  );
}
