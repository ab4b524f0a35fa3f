"use client";

import { useSyncExternalStore } from "react";
import { formatAgo, formatDateTime, formatExactTime, formatUtc } from "@/components/ui/format";

const TICK_MS = 30_000;

/** One clock that ticks every half minute: "5 min ago" stays right without a timer per element. */
let now = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function readClock(): number {
  if (timer === undefined || now === 0) now = Math.floor(Date.now() / TICK_MS) * TICK_MS;
  return now;
}

/**
 * A point in time, relative or as local date and time; `exact` to the second, with UTC on hover.
 * Empty on the server, which does not know the time zone of the reader.
 */
export function Timestamp({ at, style = "ago" }: { at: string; style?: "ago" | "date" | "exact" }) {
  const current = useSyncExternalStore<number | null>(subscribe, readClock, () => null);
  if (current === null) return <time dateTime={at} className="whitespace-nowrap" />;
  const date = new Date(at);
  const texts = {
    ago: () => formatAgo(date, new Date(current)),
    date: () => formatDateTime(date),
    exact: () => formatExactTime(date),
  };
  return (
    <time
      dateTime={at}
      title={style === "exact" ? formatUtc(date) : formatDateTime(date)}
      className="whitespace-nowrap"
    >
      {texts[style]()}
    </time>
  );
}
