"use client";

import { Alert } from "@/components/ui/alert";
import { useLivePool } from "./use-live-pool";

/** Workers rarely start or stop. */
const REFRESH_MS = 10_000;

/** Warns that no worker is running; `waits` while the run is queued or running. */
export function NoWorkerAlert({ waits }: { waits: boolean }) {
  const { data } = useLivePool({ enabled: waits, everyMs: REFRESH_MS });
  if (!waits || data?.workers !== 0) return null;
  return (
    <Alert tone="warning" title="No worker is running">
      This run continues as soon as one starts: run{" "}
      <code className="font-mono">npm run worker</code>. All decisions so far are saved.
    </Alert>
  );
}
