"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";
import { controlClasses } from "./input";
import { itemClasses, menuClasses } from "./menu-classes";
import { styleNonce } from "./style-nonce";

export interface SelectOption {
  /** Never the empty string: that means "nothing chosen". */
  value: string;
  label: string;
  description?: ReactNode;
  disabled?: boolean | undefined;
}

export interface SelectGroup {
  label: string;
  options: readonly SelectOption[];
}

export interface SelectProps {
  value: string | undefined;
  onValueChange: (value: string) => void;
  options: readonly (SelectOption | SelectGroup)[];
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
  name?: string | undefined;
  onBlur?: (() => void) | undefined;
  size?: "sm" | "md" | undefined;
  "aria-label"?: string | undefined;
  className?: string | undefined;
}

export function Select({
  value,
  onValueChange,
  options,
  placeholder = "Choose…",
  disabled = false,
  name,
  onBlur,
  size = "md",
  className,
  ...props
}: SelectProps) {
  const aria = useFieldControl({});
  return (
    <Radix.Root
      value={value ?? ""}
      onValueChange={onValueChange}
      disabled={disabled}
      {...(name === undefined ? {} : { name })}
    >
      <Radix.Trigger
        {...aria}
        {...(props["aria-label"] === undefined ? {} : { "aria-label": props["aria-label"] })}
        {...(onBlur === undefined ? {} : { onBlur })}
        className={cn(
          controlClasses,
          "flex items-center justify-between gap-2 px-2 text-left",
          "data-placeholder:text-muted-foreground [&>span]:truncate",
          size === "sm" ? "h-7 text-sm" : "h-8",
          className,
        )}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className={cn(
            menuClasses,
            "max-h-(--radix-select-content-available-height)",
            "min-w-(--radix-select-trigger-width) max-w-96",
          )}
        >
          <Radix.Viewport {...styleNonce()}>
            {options.map((option) =>
              "options" in option ? (
                <Radix.Group key={option.label}>
                  <Radix.Label className="px-2 py-1 text-xs text-muted-foreground">
                    {option.label}
                  </Radix.Label>
                  {option.options.map((inner) => (
                    <Item key={inner.value} option={inner} />
                  ))}
                </Radix.Group>
              ) : (
                <Item key={option.value} option={option} />
              ),
            )}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({ option }: { option: SelectOption }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.disabled ?? false}
      className={cn(itemClasses, "items-start pr-8")}
    >
      <div className="min-w-0">
        <Radix.ItemText>{option.label}</Radix.ItemText>
        {option.description === undefined ? null : (
          <div className="text-sm text-muted-foreground">{option.description}</div>
        )}
      </div>
      <Radix.ItemIndicator className="absolute top-1.5 right-2">
        <Check aria-hidden className="size-4" />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}
