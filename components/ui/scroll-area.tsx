import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A box that scrolls by itself and can be scrolled with the keyboard. */
export function ScrollArea({
  className,
  label,
  ...props
}: ComponentProps<"div"> & { label: string }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={cn("focus-inset overflow-auto overscroll-contain", className)}
      {...props}
    />
  );
}
