import { RUN_STATUS } from "@/components/run-data";
import { Card, CardBody } from "@/components/ui/card";
import { formatCount, formatNumber, formatPercent } from "@/components/ui/format";
import { Progress } from "@/components/ui/progress";
import type { RunProgress } from "@/lib/contracts/runs";
import { formatRoughDuration } from "./format-rough-duration";

export function RunProgressCard({ progress }: { progress: RunProgress }) {
  return (
    <Card>
      <CardBody className="pt-3 pb-4">
        <Progress
          value={progress.share}
          tone={RUN_STATUS[progress.status].tone}
          label={progressLabel(progress)}
          detail={progressDetail(progress)}
        />
      </CardBody>
    </Card>
  );
}

function progressLabel({
  status,
  round,
  rounds,
  phase,
  stepDone,
  stepPlanned,
}: RunProgress): string {
  if (status === "queued") return "Waiting to start";
  if (status === "completed")
    return `Completed after ${round === 1 ? "1 round" : `${formatNumber(round)} rounds`}`;
  if (round === 0) return status === "running" ? "Setting up" : "Before the first round";
  const within =
    status === "running" && phase !== null && stepPlanned > 0
      ? `, ${formatNumber(stepDone)} of ${formatCount(stepPlanned, "decision")}`
      : "";
  const at = phase === null ? "" : ` · ${phase}`;
  return `Round ${formatNumber(round)} of ${formatNumber(rounds)}${at}${within}`;
}

function progressDetail({ status, share, etaSeconds }: RunProgress): string {
  const done = formatPercent(share, 0);
  if (status !== "running") return done;
  return etaSeconds === null
    ? `${done} · estimating time remaining`
    : `${done} · about ${formatRoughDuration(etaSeconds)} remaining`;
}
