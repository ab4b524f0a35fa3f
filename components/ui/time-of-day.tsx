"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** The local time of day; unknown on the server. */
export function TimeOfDay({ at }: { at: string }) {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return <time dateTime={at}>{isHere ? new Date(at).toLocaleTimeString("en-GB") : "…"}</time>;
}
