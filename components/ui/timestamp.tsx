"use client";

import { useSyncExternalStore } from "react";
import { formatAgo, formatDateTime } from "@/components/ui/format";

const TICK_MS = 30_000;

/** The clock by half minutes: pages that say "5 min ago" stay right without a timer per line. */
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

/** A moment, as long ago or as local date and time. The server does not know the reader's time zone, so it leaves the place empty. */
export function Timestamp({ at, style = "ago" }: { at: string; style?: "ago" | "date" }) {
  const current = useSyncExternalStore<number | null>(subscribe, readClock, () => null);
  if (current === null) return <time dateTime={at} className="whitespace-nowrap" />;
  const date = new Date(at);
  const text = style === "date" ? formatDateTime(date) : formatAgo(date, new Date(current));
  return (
    <time dateTime={at} title={formatDateTime(date)} className="whitespace-nowrap">
      {text}
    </time>
  );
}
