"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** The time of day, as the reader's clock has it; the server does not know which. */
export function TimeOfDay({ at }: { at: string }) {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return <time dateTime={at}>{isHere ? new Date(at).toLocaleTimeString("en-GB") : "…"}</time>;
}
