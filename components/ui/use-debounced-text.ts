"use client";

import { useEffect, useState } from "react";

const DELAY_MS = 300;

/** A text once nobody has typed for a moment: what a search waits for. */
export function useDebouncedText(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
