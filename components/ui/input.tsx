"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";

export const controlClasses =
  "w-full min-w-0 rounded-md border border-input bg-card text-base text-foreground " +
  "hover:border-muted-foreground focus-visible:outline-offset-0 " +
  "disabled:cursor-not-allowed disabled:bg-muted disabled:text-muted-foreground " +
  "disabled:hover:border-input " +
  "[&[readonly]]:bg-muted aria-invalid:border-destructive";

export type InputProps = ComponentProps<"input">;

export function Input({ className, type = "text", ...props }: InputProps) {
  const aria = useFieldControl(props);
  return (
    <input type={type} className={cn(controlClasses, "h-8 px-2", className)} {...props} {...aria} />
  );
}
