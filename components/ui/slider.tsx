"use client";

import { Slider as Radix } from "radix-ui";
import { cn } from "./cn";
import { useFieldGroup } from "./field-context";

export interface SliderProps {
  value: number;
  onValueChange: (value: number) => void;
  /** Called when the handle is let go: save here, not on every step. */
  onValueCommit?: ((value: number) => void) | undefined;
  min?: number | undefined;
  max?: number | undefined;
  step?: number | undefined;
  disabled?: boolean | undefined;
  /** Formats the value for screen readers and next to the track. */
  format?: ((value: number) => string) | undefined;
  "aria-label"?: string | undefined;
  className?: string | undefined;
}

export function Slider({
  value,
  onValueChange,
  onValueCommit,
  min = 0,
  max = 100,
  step = 1,
  disabled = false,
  format = String,
  className,
  ...props
}: SliderProps) {
  const aria = useFieldGroup(props);
  return (
    <div className={cn("flex h-8 items-center gap-3", className)}>
      <Radix.Root
        value={[value]}
        onValueChange={([next]) => {
          if (next !== undefined) onValueChange(next);
        }}
        onValueCommit={([next]) => {
          if (next !== undefined) onValueCommit?.(next);
        }}
        min={min}
        max={max}
        step={step}
        disabled={disabled}
        className={cn(
          "relative flex h-6 flex-1 touch-none items-center select-none",
          "data-disabled:opacity-50",
        )}
      >
        <Radix.Track className="relative h-1 w-full rounded-full bg-input/60">
          <Radix.Range className="absolute h-full rounded-full bg-primary" />
        </Radix.Track>
        <Radix.Thumb
          {...aria}
          {...(props["aria-label"] === undefined ? {} : { "aria-label": props["aria-label"] })}
          aria-valuetext={format(value)}
          className="block size-4 rounded-full border-2 border-primary bg-card"
        />
      </Radix.Root>
      <output className="min-w-10 text-right">{format(value)}</output>
    </div>
  );
}
