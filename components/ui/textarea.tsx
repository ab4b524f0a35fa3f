"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";
import { controlClasses } from "./input";

export type TextareaProps = ComponentProps<"textarea"> & {
  /** Grows with its text, where the browser can (field-sizing). */
  autoGrow?: boolean | undefined;
  monospace?: boolean | undefined;
};

export function Textarea({
  className,
  autoGrow = false,
  monospace = false,
  rows = 4,
  ...props
}: TextareaProps) {
  const aria = useFieldControl(props);
  return (
    <textarea
      rows={rows}
      className={cn(
        controlClasses,
        "block px-2 py-1.5",
        autoGrow && "field-sizing-content min-h-20",
        monospace && "font-mono text-sm",
        className,
      )}
      {...props}
      {...aria}
    />
  );
}
