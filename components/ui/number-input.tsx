"use client";

import { useState, type Ref } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";
import { parseNumber, roundToStep } from "./format";
import { controlClasses } from "./input";
import { isKey, type KeyName } from "./keys";

export interface NumberInputProps {
  value: number | null;
  /** Called while typing with the parsed number, or null for an empty or unreadable text. */
  onValueChange: (value: number | null) => void;
  min?: number | undefined;
  max?: number | undefined;
  /** What the arrow keys add; Page Up and Page Down add ten times as much. */
  step?: number | undefined;
  /** Shown at the right end, as "agents" or "%". */
  unit?: string | undefined;
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
  name?: string | undefined;
  onBlur?: (() => void) | undefined;
  id?: string | undefined;
  "aria-label"?: string | undefined;
  className?: string | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}

/**
 * A number typed as text, so that neither a mouse wheel nor the browser's locale changes it. Typed
 * text is never altered: a value out of range is left to the form's validation.
 */
export function NumberInput({
  value,
  onValueChange,
  min,
  max,
  step = 1,
  unit,
  className,
  ref,
  onBlur,
  ...props
}: NumberInputProps) {
  const aria = useFieldControl(props);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value === null ? "" : String(value));

  const add = (amount: number) => {
    const next = roundToStep((value ?? min ?? 0) + amount, step);
    setTyped(null);
    onValueChange(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next)));
  };
  const amounts: readonly (readonly [KeyName, number])[] = [
    ["increase", step],
    ["decrease", -step],
    ["increaseMuch", 10 * step],
    ["decreaseMuch", -10 * step],
  ];

  return (
    <div className={cn("relative", className)}>
      <input
        {...props}
        {...aria}
        {...(ref === undefined ? {} : { ref })}
        type="text"
        inputMode="decimal"
        role="spinbutton"
        autoComplete="off"
        aria-valuenow={value ?? undefined}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuetext={
          value === null
            ? "empty"
            : unit === undefined
              ? undefined
              : `${String(value)}${unit === "%" ? "" : " "}${unit}`
        }
        value={text}
        className={cn(controlClasses, "h-8 px-2")}
        style={
          unit === undefined
            ? undefined
            : { paddingRight: `calc(${String(unit.length)}ch + 1.25rem)` }
        }
        onChange={(event) => {
          setTyped(event.target.value);
          onValueChange(parseNumber(event.target.value));
        }}
        onKeyDown={(event) => {
          const amount = amounts.find(([name]) => isKey(event, name))?.[1];
          if (amount === undefined) return;
          event.preventDefault();
          add(amount);
        }}
        onBlur={() => {
          if (parseNumber(text) !== null || text.trim() === "") setTyped(null);
          onBlur?.();
        }}
      />
      {unit === undefined ? null : (
        <span
          aria-hidden
          className="pointer-events-none absolute top-1.5 right-2 text-muted-foreground"
        >
          {unit}
        </span>
      )}
    </div>
  );
}
