"use client";

import Link from "next/link";
import type { RunDetail } from "@/lib/contracts/runs";
import { useForks } from "./use-forks";

/** Names the run from which this one was forked; renders nothing for other runs. */
export function ForkOrigin({ run }: { run: RunDetail }) {
  const { data } = useForks(run.id);
  if (!data?.origin) return null;
  const { runId, change } = data.origin;
  return (
    <span className="block">
      Forked from{" "}
      <Link href={`/runs/${runId}`} className="rounded-sm text-primary hover:underline">
        another run
      </Link>
      {". "}
      {change}
    </span>
  );
}
