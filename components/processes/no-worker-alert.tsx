"use client";

import { Alert } from "@/components/ui/alert";
import { useLivePool } from "./use-live-pool";

/** Workers seldom come and go. */
const REFRESH_MS = 10_000;

/** Says that nobody works on simulations, to somebody who waits for one: `waits` while their run is queued or running. */
export function NoWorkerAlert({ waits }: { waits: boolean }) {
  const { data } = useLivePool({ enabled: waits, everyMs: REFRESH_MS });
  if (!waits || data?.workers !== 0) return null;
  return (
    <Alert tone="warning" title="No worker is running">
      This run goes on as soon as there is one: start it with{" "}
      <code className="font-mono">npm run worker</code>. What was decided so far is kept.
    </Alert>
  );
}
