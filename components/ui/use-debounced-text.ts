"use client";

import { useEffect, useState } from "react";

const DELAY_MS = 300;

/** Returns a text once it has not changed for a while, for searches. */
export function useDebouncedText(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
