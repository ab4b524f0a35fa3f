"use client";

import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { formatNumber, formatPercent } from "@/components/ui/format";
import type { RunDetail } from "@/lib/contracts/runs";
import { describeLargestReason, hasManyInvalid } from "@/lib/domain/answers";
import { useFaults } from "./use-faults";

/** Warns where so many decisions are invalid that the results of the run are in doubt. */
export const InvalidShareAlert = ({ run }: { run: RunDetail }) =>
  hasManyInvalid(run.progress) ? <ManyInvalid run={run} /> : null;

function ManyInvalid({ run }: { run: RunDetail }) {
  const { decisions, invalid } = run.progress;
  const { data } = useFaults(run);
  return (
    <Alert
      tone="warning"
      title={`${formatPercent(invalid / decisions)} of decisions have no valid answer`}
      action={
        <Button asChild>
          <Link href={`/runs/${run.id}/decisions?status=invalid`}>Show decisions</Link>
        </Button>
      }
    >
      {formatNumber(invalid)} of {formatNumber(decisions)} decisions.{" "}
      {data && describeLargestReason(data.reasons)}
    </Alert>
  );
}
