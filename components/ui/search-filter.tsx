"use client";

import { useEffect, useRef, useState, type ComponentProps } from "react";
import { SearchInput } from "./search-input";

const DELAY_MS = 300;

interface SearchFilterProps extends Omit<
  ComponentProps<typeof SearchInput>,
  "value" | "onValueChange"
> {
  /** The text that filters now. */
  text: string;
  onChange: (text: string) => void;
}

/** A search field of a filter: reports its text once it has not changed for a while. */
export function SearchFilter({ text, onChange, ...props }: SearchFilterProps) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  const [reported, setReported] = useState(text);
  // Changed from outside, as by a link or the button that clears all filters.
  if (text !== known) {
    setKnown(text);
    if (text !== reported) setTyped(text);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <SearchInput
      {...props}
      value={typed}
      onValueChange={(next) => {
        setTyped(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          setReported(next);
          onChange(next);
        }, DELAY_MS);
      }}
    />
  );
}
