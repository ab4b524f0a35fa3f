"use client";

import { Search, X } from "lucide-react";
import { useRef } from "react";
import { cn } from "./cn";
import { isKey } from "./keys";
import { Input, type InputProps } from "./input";

export type SearchInputProps = Omit<InputProps, "type" | "value" | "onChange"> & {
  value: string;
  onValueChange: (value: string) => void;
  /** The accessible name; there is no visible label. */
  label: string;
};

export function SearchInput({
  value,
  onValueChange,
  label,
  className,
  placeholder,
  ...props
}: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={cn("relative w-64 max-w-full", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2 left-2 size-4 text-muted-foreground"
      />
      <Input
        ref={input}
        type="search"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (isKey(event, "clearSearch") && value !== "") {
            event.preventDefault();
            onValueChange("");
          }
        }}
        className={cn("pl-8 [&::-webkit-search-cancel-button]:hidden", value !== "" && "pr-8")}
        {...props}
      />
      {value === "" ? null : (
        <button
          type="button"
          aria-label="Clear search"
          className={cn(
            "absolute top-1 right-1 flex size-6 items-center justify-center rounded-sm",
            "text-muted-foreground hover:bg-accent hover:text-foreground",
          )}
          onClick={() => {
            onValueChange("");
            input.current?.focus();
          }}
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
