"use client";

import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { queryKeys } from "@/components/api";
import { applyMeasures, applyRunEvent } from "@/components/run-data";
import { runEvent, type MeasureSeries, type RunDetail, type RunEvent } from "@/lib/contracts/runs";

/** `polling`: the stream is interrupted, and the page polls instead. */
export type StreamState = "stream" | "polling";

const POLL_MS = 3_000;
const RETRY_MS = 10_000;

/** Keeps a run up to date by server-sent events, and by polling while the stream is interrupted. */
export function useRunStream(id: string, live: boolean): StreamState {
  const client = useQueryClient();
  const [connection, setConnection] = useState<StreamState>("stream");

  useEffect(() => {
    if (!live) return;
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(`/api/runs/${encodeURIComponent(id)}/events`);
      source.onopen = () => setConnection("stream");
      source.onmessage = (message: MessageEvent<unknown>) => {
        const event = readEvent(message.data);
        if (event) updateCache(client, id, event);
      };
      source.onerror = () => {
        setConnection("polling");
        // The browser reconnects an interrupted stream, but not one that was refused.
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
      };
    };
    open();
    return () => {
      clearTimeout(retry);
      source?.close();
    };
  }, [client, id, live]);

  useEffect(() => {
    if (!live || connection === "stream") return;
    const timer = setInterval(() => {
      void client.invalidateQueries({ queryKey: queryKeys.run(id) });
      void client.invalidateQueries({ queryKey: queryKeys.measures(id) });
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [client, id, live, connection]);

  return connection;
}

function readEvent(data: unknown): RunEvent | undefined {
  if (typeof data !== "string") return undefined;
  try {
    return runEvent.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

function updateCache(client: QueryClient, id: string, event: RunEvent): void {
  const known = client.getQueryData<RunDetail>(queryKeys.run(id));
  client.setQueryData<RunDetail>(queryKeys.run(id), (run) => run && applyRunEvent(run, event));
  client.setQueryData<MeasureSeries[]>(queryKeys.measures(id), (measures) =>
    applyMeasures(measures, event.measures),
  );
  // Start and end times are not in the event.
  if (known && known.progress.status !== event.progress.status)
    void client.invalidateQueries({ queryKey: queryKeys.run(id) });
}
